initAll();

/* The filter panel starts closed where it would push the results off the screen. */
for (const panel of document.querySelectorAll("details.dr-filter")) {
  if (window.matchMedia("(max-width: 48rem)").matches) {
    panel.open = false;
  }
}

/* A progress page asks again by itself; without script it has a link that does. */
function followProgress(region) {
  setTimeout(async () => {
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-progress]");
      if (!answer.ok || !fresh) {
        window.location.reload();
        return;
      }
      if (fresh.dataset.progress === "finished") {
        window.location.reload();
        return;
      }
      region.replaceChildren(...fresh.childNodes);
    } catch {
      /* The line is down: what is shown stays, and we ask again. */
    }
    followProgress(region);
  }, 2000);
}
for (const region of document.querySelectorAll("[data-progress='running']")) {
  followProgress(region);
}

/* What is typed is kept as it is typed, a few seconds after the last key; without
   script it is kept by the form's own button. Files are sent by the button alone. */
const QUIET = 3000;

function keepTyped(said) {
  const form = said.closest("form");
  const number = form.elements.namedItem("number");
  let waiting = 0;
  let sending = false;

  async function keep() {
    waiting = 0;
    if (sending) {
      wait();
      return;
    }
    sending = true;
    if (number) {
      number.value = Number(number.value) + 1;
    }
    const typed = new URLSearchParams({ autosave: "1" });
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") {
        typed.append(name, value);
      }
    }
    try {
      const answer = await fetch(window.location.href, {
        method: "POST", body: typed, credentials: "same-origin", redirect: "manual",
      });
      said.textContent = answer.status === 204
        ? said.dataset.autosave : said.dataset.autosaveFailed;
    } catch {
      said.textContent = said.dataset.autosaveFailed;
    }
    sending = false;
  }
  function wait() {
    clearTimeout(waiting);
    waiting = setTimeout(keep, QUIET);
  }
  form.addEventListener("input", wait);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    form.removeEventListener("input", wait);
  });
}
for (const said of document.querySelectorAll("[data-autosave]")) {
  keepTyped(said);
}

/* Before somebody is signed out they are told, once. Asking how long is left lengthens
   nothing; the person's own press of the button does. Nothing is kept on the device. */
const MINUTE = 60;
const SOON = 3 * MINUTE;

function warnBeforeTheEnd(place) {
  const said = place.querySelector("[role='status']");
  const form = place.querySelector("form");
  const idle = Number(place.dataset.idle) * MINUTE;

  let waiting = 0;

  function lookIn(seconds) {
    clearTimeout(waiting);
    waiting = setTimeout(look, Math.max(seconds, 1) * 1000);
  }
  function say(what, { near = true, mayStay = false } = {}) {
    place.classList.toggle("dr-session--near", near);
    form.hidden = !mayStay;
    said.textContent = said.dataset[what];
  }
  async function look() {
    let left;
    try {
      const answer = await fetch(place.dataset.left, {
        credentials: "same-origin", redirect: "manual",
      });
      if (!answer.ok) {
        say("over");
        return;
      }
      left = await answer.json();
    } catch {
      lookIn(MINUTE);
      return;
    }
    const isLast = left.left < idle - left.idle;
    const seconds = Math.min(left.left, idle - left.idle);
    if (seconds <= 0) {
      say("over");
    } else if (seconds > SOON + 1) {
      if (!form.hidden) {
        say("stays", { near: false });
      }
      lookIn(seconds - SOON);
    } else {
      if (!place.classList.contains("dr-session--near")) {
        say(isLast ? "last" : "soon", { mayStay: !isLast });
      }
      lookIn(seconds + 1);
    }
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin", redirect: "manual",
      });
      if (answer.status === 204) {
        say("stays", { near: false });
        lookIn(idle - SOON);
        said.focus();
      } else {
        say("over");
      }
    } catch {
      /* The line is down: the button stays, and can be pressed again. */
    }
  });
  lookIn(Number(place.dataset.session) * MINUTE - MINUTE - SOON);
}
for (const place of document.querySelectorAll("[data-session]")) {
  warnBeforeTheEnd(place);
}

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

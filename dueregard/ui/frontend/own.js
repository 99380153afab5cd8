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

/* A little work is done while the answers are read over, so that whoever sends from a
   busy address need not wait for a person (referrals/proof.py): a number is looked for
   that makes the SHA-256 of a text and it begin with so many zero bits. Short slices
   keep the page usable, sending never waits, and nothing is kept on the device. A loop
   of our own is far quicker than asking the browser for one digest after another. */
const SLICE = 10;
const PAUSE = 5;

function primes(many) {
  const found = [];
  for (let number = 2; found.length < many; number += 1) {
    if (found.every((prime) => number % prime)) {
      found.push(number);
    }
  }
  return found;
}
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
const turned = (word, by) => (word >>> by) | (word << (32 - by));
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const words = new Int32Array(64);

/* The first 32 bits of the SHA-256 (FIPS 180-4) of at most 55 ASCII letters. */
function digestBegins(text) {
  words.fill(0, 0, 16);
  for (let at = 0; at < text.length; at += 1) {
    words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  }
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = 8 * text.length;
  for (let at = 16; at < 64; at += 1) {
    const early = words[at - 15];
    const late = words[at - 2];
    words[at] = words[at - 16] + words[at - 7]
      + (turned(early, 7) ^ turned(early, 18) ^ (early >>> 3))
      + (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let at = 0; at < 64; at += 1) {
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25))
      + ((e & f) ^ (~e & g)) + ROUNDS[at] + words[at]) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22))
      + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  return (START[0] + a) | 0;
}

function workOn(box) {
  const bits = Number(box.dataset.bits);
  let number = 0;
  let waiting = 0;

  function work() {
    const until = performance.now() + SLICE;
    while (performance.now() < until) {
      for (const last = number + 32; number < last; number += 1) {
        if (Math.clz32(digestBegins(box.dataset.proof + number)) >= bits) {
          box.value = number;
          return;
        }
      }
    }
    waiting = setTimeout(work, PAUSE);
  }
  /* What is sent again is the same form: from here on nothing of it changes. */
  box.form.addEventListener("submit", () => clearTimeout(waiting));
  waiting = setTimeout(work, PAUSE);
}
for (const box of document.querySelectorAll("[data-proof]")) {
  workOn(box);
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

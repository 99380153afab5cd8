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

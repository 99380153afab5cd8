"""A browser's page, looked at as strictly as somebody who depends on it would."""

import shutil

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Error, Locator, Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every rule is run. What passed is not described and not carried here: that costs more
# than running the rules.
FAULTS = f"""async () => (await axe.run({{
  runOnly: {{type: "tag", values: {TAGS}}},
  resultTypes: ["violations"],
}})).violations"""
# The one upstream fault: GOV.UK Frontend's conditional radios and checkboxes carry
# aria-expanded. It stands in our accessibility statement.
UPSTREAM_RULE = "aria-allowed-attr"
UPSTREAM_PLACES = ("govuk-radios__input", "govuk-checkboxes__input")
TIMEOUT = 20_000
KEPT = """async () => {
  const databases = await indexedDB.databases();
  const caches_ = "caches" in window ? await caches.keys() : [];
  return localStorage.length + sessionStorage.length
    + databases.length + caches_.length;
}"""


class Walk:
    """One page of one person. What went wrong on it is kept until `Browsing.close`."""

    def __init__(self, page: Page, url: str, *, has_script: bool = True) -> None:
        self.page, self.url, self.has_script = page, url, has_script
        self.wrong: list[str] = []
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("response", lambda answer: self._answer(answer.status, answer.url))

    def goto(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")

    def is_file(self, path: str) -> bool:
        """Go to `path`; whether it was a file to keep and no page to look at."""
        try:
            self.goto(path)
        except Error as fault:
            if "Download is starting" not in fault.message:
                raise
            return True
        return False

    def click(self, name: str, role: str = "link") -> None:
        """Click the link, or the button, that is called `name`."""
        self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def check(self) -> None:
        """No fault that axe finds, and the page fits."""
        self.page.wait_for_load_state()  # a click ends before the next page is whole
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        faults = _faults(self.page.evaluate(FAULTS))
        assert not faults, "\n".join([self.page.url, *faults])
        self.fits()

    def fits(self) -> None:
        """No scrolling sideways, our stylesheet loaded, and a title."""
        self.page.wait_for_load_state()
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert self.page.evaluate(wide) <= 0, f"{self.page.url} scrolls sideways"
        assert self.page.evaluate("document.styleSheets.length") >= 1
        assert self.page.title().strip(), self.page.url

    def tab_to(self, name: str, role: str = "link", presses: int = 80) -> Locator:
        """Reach a link or button by the Tab key alone, and see that focus shows."""
        wanted = self.page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
        for _ in range(presses):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("node => node === document.activeElement"):
                shown = wanted.evaluate(FOCUS_SHOWS)
                assert shown, f"{name} has no visible focus"
                return wanted
        raise AssertionError(f"{name} cannot be reached by keyboard")

    def press(self, name: str, role: str = "link") -> None:
        """Reach it by Tab and press Enter: the keyboard's `click`."""
        self.tab_to(name, role)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def kept_on_the_device(self) -> int:
        """How many things the pages of this browser left in its storage."""
        if not self.has_script or not self.page.url.startswith(self.url):
            return 0
        return int(self.page.evaluate(KEPT))

    def expect_status(self, status: int) -> None:
        """An answer of `status` is meant, here and now: it is no fault."""
        marks = (f" {status} ", f"status of {status}")
        self.wrong = [w for w in self.wrong if not any(m in w for m in marks)]

    def _console(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.wrong.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.wrong.append(f"asked somebody else: {url}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 400:
            self.wrong.append(f"answered {status} at {url}")


class Browsing:
    """The pages of one journey; `close` fails it for what went wrong on any of them."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._walks: list[Walk] = []

    def open(
        self,
        role: str = "",
        authority: str = "",
        *,
        width: int = 1280,
        script: bool = True,
    ) -> Walk:
        """A page of its own browser, signed in as `role` of `authority` when given."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            base_url=self._url,
            locale="en-GB",
        )
        context.set_default_timeout(TIMEOUT)
        walk = Walk(context.new_page(), self._url, has_script=script)
        self._walks.append(walk)
        if role:
            self.sign_in(walk, role, authority)
        return walk

    def sign_in(self, walk: Walk, role: str, authority: str) -> None:
        """Through the rehearsal's door, as the person who holds `role` there."""
        walk.goto("/rehearsal/")
        table = walk.page.get_by_role("table", name=authority, exact=True)
        row = table.get_by_role("row").filter(has_text=role)
        row.get_by_role("button").first.click()
        walk.page.wait_for_url(lambda address: "/rehearsal/" not in address)

    def close(self) -> None:
        wrong = [each for walk in self._walks for each in walk.wrong]
        wrong += [
            f"kept on the device: {walk.page.url}"
            for walk in self._walks
            if walk.kept_on_the_device()
        ]
        for walk in self._walks:
            walk.page.context.close()
        if wrong:
            raise AssertionError("\n".join(wrong))


def _faults(violations: list[dict]) -> list[str]:
    found = []
    for each in violations:
        for node in each["nodes"]:
            if each["id"] == UPSTREAM_RULE and any(
                place in node["html"] for place in UPSTREAM_PLACES
            ):
                continue
            found.append(f"{each['id']}: {node['html'][:200]} {node['failureSummary']}")
    return found


FOCUS_SHOWS = """node => {
  const style = getComputedStyle(node);
  const none = ['none', '0px', ''];
  return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    || !none.includes(style.borderBottomWidth);
}"""

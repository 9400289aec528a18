// Before the first paint: the reader's earlier choice of light or dark, if there was one.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Pages opened from a file may have no storage; the system's setting holds.
}

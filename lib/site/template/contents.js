// The contents stand beside the text where there is room for them, else folded above it.
{
  const contents = document.getElementById("contents");
  const roomy = matchMedia("(min-width: 80rem)");
  const place = () => contents.open = roomy.matches;
  place();
  roomy.addEventListener("change", place);
}

// The sum of an agenda's minutes while somebody types; the page counts without it, by its button.
const fields = document.querySelectorAll("[data-minutes]");
const sum = document.querySelector("[data-sum]");
const long = Number(document.querySelector("[data-length]")?.dataset.length);
const bar = document.querySelector("[data-bar]");
const text = document.querySelector("[data-left-text]");

function count() {
  let minutes = 0;
  for (const field of fields) minutes += Math.max(0, Math.floor(Number(field.value)) || 0);
  sum.textContent = minutes;
  bar.value = Math.min(minutes, long);
  const over = minutes > long;
  text.textContent = (over ? text.dataset.over : text.dataset.under).replace("%s", Math.abs(long - minutes));
  sum.closest(".budget").classList.toggle("is-over", over);
}
for (const field of fields) field.addEventListener("input", count);

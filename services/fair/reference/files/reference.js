// Starts Swagger UI on the document that the page names. A file of its own, since the policy of the page refuses
// scripts in the HTML.
const viewer = document.getElementById("viewer");
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
SwaggerUIBundle({
  domNode: viewer,
  url: viewer.dataset.document,
  deepLinking: true,
  docExpansion: "list",
  tagsSorter: "alpha",
  defaultModelsExpandDepth: 0,
  validatorUrl: null, // the validator is another origin
});

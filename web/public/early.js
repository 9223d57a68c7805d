// Runs before the first paint, so that neither the theme nor the language is seen to change. A file of its own: the
// page's policy allows no inline script.
function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Storage may be forbidden.
  }
}

const theme = remembered('noria.theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
const language = remembered('noria.language') ?? navigator.languages.find((one) => /^(fr|en)\b/i.test(one));
document.documentElement.lang = language?.toLowerCase().startsWith('fr') ? 'fr' : 'en';

const french =
  '<p class="noria-french" lang="fr">Toutes les routes de Noria, à essayer ici même : « Authorize », puis une clé client ' +
  '<code>sk-noria-…</code> (ou le jeton d’administration), puis « Try it out ». Le reste de la page est en anglais.</p>';

/** The page without a script or a style of its own. Its words are English; a reader of French is told so in French. */
export function renderDocsPage(language: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Noria: HTTP</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body>
<header class="noria-head">
<p><a href="/">Noria</a> · press “Authorize”, give a client key (<code>sk-noria-…</code>) or the administrator’s token, then “Try it out”. The same for programs: <a href="/api/openapi.json">openapi.json</a>.</p>
${language === 'fr' ? french : ''}
<noscript><p>This page needs JavaScript; <a href="/api/openapi.json">openapi.json</a> says the same.</p></noscript>
</header>
<main id="docs"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/docs.js"></script>
</body>
</html>
`;
}

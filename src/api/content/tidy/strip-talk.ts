/** What a model calls the thing it was asked for. */
const thing =
  String.raw`titres?|title|descriptions?|posts?|publications?|objets?|subject(?: line)?|textes?|text|versions?|propositions?|` +
  String.raw`suggestions?|options?|variantes?|variants?|variations?|contenus?|content|e-?mails?|messages?|copy|captions?|légendes?|` +
  String.raw`accroches?|tweets?|exemples?|examples?|réponses?|answer|résultats?|output|draft`;
const opening =
  String.raw`voici|voilà|ci-dessous|here(?:['’]s| is| are)|below (?:is|are)|this is|ceci est|je (?:vous|te) propose|j['’]ai (?:écrit|rédigé)|` +
  String.raw`i(?:['’]ve| have) (?:written|created|crafted|prepared)|i suggest|please find|final|finale?|proposed|rewritten|revised|corrected|corrigé`;
const yes =
  String.raw`sure(?: thing)?|certainly|of course|absolutely|no problem|got it|okay|bien sûr|certainement|d['’]accord|avec plaisir|` +
  String.raw`entendu|très bien|with pleasure|happy to help|understood|compris`;

const before: readonly RegExp[] = [
  // Sure! · Bien sûr, voici …
  new RegExp(String.raw`^(?:${yes})[ \u00a0\u202f]*(?:!+|\.|,(?=[^\n]{0,60}:))\s*`, 'iu'),
  // Here is a title for your bottle:
  new RegExp(
    String.raw`^(?:${opening})(?![\p{L}])[^\n:]{0,120}?(?<!\p{L})(?:${thing})(?!\p{L})[^\n:]{0,120}:[ \t]*(?:\n+|(?=\S))`,
    'iu',
  ),
  // Here is the text.\n\n
  new RegExp(
    String.raw`^(?:${opening})(?![\p{L}])[^\n:]{0,80}(?<!\p{L})(?:${thing})(?!\p{L})[^\n:]{0,60}\n\n`,
    'iu',
  ),
  // Title: · Variante 2 : · Objet de l’e-mail :
  new RegExp(
    String.raw`^(?:(?:product|social media|email|e-mail|linkedin|facebook|instagram|twitter|x)[ -]+)?(?:${thing})(?:[ \u00a0](?:du|de|d['’]|of|pour|for)[^\n:]{1,40})?[ \u00a0]*(?:n°[ \u00a0]?)?(?:\d{1,2}|[A-E](?![\p{L}]))?[ \u00a0\u202f]*:[ \t\u00a0]*\n*`,
    'iu',
  ),
  /^(?:variante|variant|variation|option|version|proposition)[ \u00a0]*(?:\d{1,2}|[A-E])[ \u00a0]*(?:[.)–—-]+[ \t]*|\n+)/iu,
];

const after: readonly RegExp[] = [
  // (58 characters) · Nombre de caractères : 58
  /\s?[([][^()[\]\n]{0,30}\b\d{1,6}[ \u00a0\u202f]*(?:\/[ ]?\d+[ ]?)?(?:caractères|characters|chars|signes|mots|words)[^()[\]\n]{0,20}[)\]]\s*$/iu,
  /\n+[^\n]{0,30}(?:nombre de (?:caractères|mots)|character count|word count|longueur|length)[^\n]{0,40}$/iu,
  /\n+[ \t]*(?:notes?|remarques?|nb|n\.b\.|p\.?-?s\.?|explications?|explanations?|justification|rationale)[ \u00a0]*:[^]*$/iu,
  /\n+[ \t]*\(?(?:note[ \u00a0]*:|j['’]espère que|i hope (?:this|that|it)|n['’]hésitez pas à (?:me|demander|ajuster|modifier|l['’]adapter)|(?:please )?let me know|feel free to (?:ask|adjust|modify|tweak|let)|si vous (?:souhaitez|voulez|avez besoin)[^\n]{0,60}(?:modif|ajust|autre|version)|would you like|want me to|souhaitez-vous que|voulez-vous que|cette? (?:version|titre|description|texte|publication)[^\n]{0,40}(?:respecte|met en|utilise)|this (?:version|title|description|text|post)[^\n]{0,40}(?:keeps|respects|uses|highlights|stays))[^]*$/iu,
];

/** A text without what a model says around it: assent, announcement, label, count, notes, offers. Done until nothing changes. */
export function stripTalk(text: string): string {
  let done = text.trim();
  for (let turn = 0; turn < 6; turn += 1) {
    const next = [...before, ...after].reduce((rest, pattern) => withoutOrAsItIs(rest, pattern), done);
    if (next === done) break;
    done = next;
  }
  return done;
}

/** A text that is nothing but such talk is left for the checks to judge. */
function withoutOrAsItIs(text: string, pattern: RegExp): string {
  const rest = text.replace(pattern, '').trim();
  return rest === '' ? text : rest;
}

import { writeContent } from './content/write-content.ts';
import type { SimRequest } from './sim-spec.ts';

const longestQuote = 120;
const french =
  /(?<!\p{L})(?:le|la|les|une?|des|est|qui|que|pour|dans|avec|vous|je|tu|donne|bonjour|salut|merci|quelle?s?)(?!\p{L})|[àâçéèêëîïôûù]/giu;

/** What a demonstration answers: it says that it is one. Finished texts for a page are as they would be, and only who serves them says it. */
export function simulatedAnswer(request: SimRequest): string {
  return writeContent(request.body) ?? talk(request);
}

function talk({ lastUserText, model, provider }: SimRequest): string {
  const asked = lastUserText.replace(/\s+/g, ' ').slice(0, longestQuote);
  if ((asked.match(french)?.length ?? 0) >= 2)
    return (
      `(simulated – réponse simulée) ${model} chez ${provider} a reçu : « ${asked} ». Aucun modèle n’y a réfléchi : ce texte ` +
      'vient de la démonstration, pour voir rotation, cascade et quotas sans une seule clé. ' +
      'Ajoutez une vraie clé dans les paramètres, et un vrai modèle répondra ici.'
    );
  return (
    `(simulated) ${model} at ${provider} received: “${asked}”. No model thought about it: this text ` +
    'comes from the demonstration fleet, so that rotation, cascade and quotas can be seen without a single key. ' +
    'Add a real key in the settings, and a real model answers here.'
  );
}

const spacePage = /^https?:\/\/(?:www\.)?huggingface\.co\/spaces\/([^/?#]+)\/([^/?#]+)/i;

/**
 * Where a Space answers: the address as the owner gave it, without an OpenAI client's `/v1`. The page of a Space on the
 * hub stands for its host: `{owner}-{space}.hf.space`, lower case, punctuation as hyphens.
 */
export function spaceRoot(baseUrl: string): string {
  const page = spacePage.exec(baseUrl);
  if (page === null) return baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
  return `https://${`${page[1]}-${page[2]}`.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}.hf.space`;
}

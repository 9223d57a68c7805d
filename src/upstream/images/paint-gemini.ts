import { isRecord } from '../parse-body.ts';
import { jsonIn } from '../media/json-reply.ts';
import { jsonCall } from '../media/place.ts';
import { ownPlace } from './own-place.ts';
import { promptOf, sizeOf, type Paint, type Picture, type Size } from './picture.ts';

/** https://ai.google.dev/gemini-api/docs/image-generation */
const ratios = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'] as const;

/** Gemini's own dialect: a picture is a part of the answer. It knows ratios, no sizes in pixels. */
export const paintGemini: Paint = async (call, exchanges) => {
  const size = sizeOf(call);
  const generationConfig = {
    responseModalities: ['TEXT', 'IMAGE'],
    ...(size === null ? {} : { imageConfig: { aspectRatio: ratioOf(size) } }),
  };
  const contents = [{ role: 'user', parts: [{ text: promptOf(call) }] }];
  const body = jsonIn(await exchanges.ask(jsonCall(ownPlace(call), { contents, generationConfig })));
  return { pictures: partsOf(body).flatMap((part) => pictureOf(part) ?? []), usage: usageOf(body) };
};

/** The nearest there is. */
function ratioOf({ width, height }: Size): string {
  const distance = (ratio: string): number => {
    const [across = 1, down = 1] = ratio.split(':').map(Number);
    return Math.abs(Math.log(width / height) - Math.log(across / down));
  };
  return ratios.toSorted((one, other) => distance(one) - distance(other))[0] ?? '1:1';
}

function partsOf({ candidates }: Record<string, unknown>): unknown[] {
  return listOf(candidates).flatMap((candidate) => {
    const content = isRecord(candidate) ? candidate.content : undefined;
    return isRecord(content) ? listOf(content.parts) : [];
  });
}

function pictureOf(part: unknown): Picture | null {
  const data = isRecord(part) && isRecord(part.inlineData) ? part.inlineData.data : undefined;
  return typeof data === 'string' && data !== '' ? { b64: data } : null;
}

function usageOf({
  usageMetadata: usage,
}: Record<string, unknown>): { input: number; output: number } | null {
  if (!isRecord(usage)) return null;
  const { promptTokenCount: input, candidatesTokenCount: output } = usage;
  return typeof input === 'number' ? { input, output: typeof output === 'number' ? output : 0 } : null;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

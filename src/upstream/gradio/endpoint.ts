import { z } from 'zod';

/** An input of a Gradio endpoint, as `/info` describes it. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'text' | 'multimodal' | 'number' | 'history' | 'other';
  /** Undefined = the app states none. */
  readonly initial: unknown;
  /** What a slider takes. */
  readonly range: readonly [min: number, max: number] | null;
}

export interface Endpoint {
  /** With its leading slash. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

const parameterSchema = z.object({
  label: z.string().nullish().catch(null),
  parameter_name: z.string().nullish().catch(null),
  parameter_has_default: z.boolean().nullish().catch(null),
  parameter_default: z.unknown().optional(),
  example_input: z.unknown().optional(),
  type: z
    .object({
      type: z.string().optional(),
      enum: z.array(z.unknown()).optional(),
      description: z.string().optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
    })
    .nullish()
    .catch(null),
  component: z.string().toLowerCase().catch(''),
});

const infoSchema = z.object({
  named_endpoints: z.record(
    z.string(),
    z
      .object({ parameters: z.array(parameterSchema) })
      .nullable()
      .catch(null),
  ),
});

const preferred = [
  '/chat',
  '/predict',
  '/generate',
  '/respond',
  '/generate_text',
  '/run',
  '/complete',
  '/infer',
];
/** In lower case: versions write them `MultimodalTextbox` and `Multimodaltextbox`. */
const textComponents = new Set(['textbox', 'text', 'textarea', 'markdown', 'code']);
/** Their values are strings or lists as well, and not for any text. */
const otherComponents = new Set([
  'dropdown',
  'radio',
  'checkboxgroup',
  'image',
  'audio',
  'video',
  'file',
  'colorpicker',
  'datetime',
  'dataframe',
  'gallery',
]);

/** The endpoint of a Gradio app that answers a text, from its `/info`; null when it names none. */
export function chooseEndpoint(info: unknown): Endpoint | null {
  const parsed = infoSchema.safeParse(info);
  if (!parsed.success) return null;
  const endpoints = Object.entries(parsed.data.named_endpoints).flatMap(
    ([name, told]): readonly Endpoint[] => {
      const parameters = told?.parameters.map(toParameter) ?? [];
      return parameters.some(takesPrompt)
        ? [{ name: name.startsWith('/') ? name : `/${name}`, parameters }]
        : [];
    },
  );
  const rank = ({ name }: Endpoint): number =>
    preferred.includes(name) ? preferred.indexOf(name) : preferred.length;
  return endpoints.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** Whether the prompt may go here. The place of the system's words is none. */
export function takesPrompt({ kind, name }: Parameter): boolean {
  return (kind === 'text' || kind === 'multimodal') && !isSystemName(name);
}

export function isSystemName(name: string): boolean {
  return /system/i.test(name);
}

function toParameter(told: z.infer<typeof parameterSchema>): Parameter {
  const hasDefault = told.parameter_has_default === true || (told.parameter_default ?? null) !== null;
  const kind = kindOf(told.component, told.type?.type, told.type?.enum !== undefined);
  const name = told.parameter_name ?? told.label ?? '';
  // The example of a text is only a greeting; that of a choice or a number is at least a value the app takes.
  const example = kind === 'text' || kind === 'multimodal' ? undefined : (told.example_input ?? undefined);
  return { name, kind, initial: hasDefault ? told.parameter_default : example, range: rangeOf(told.type) };
}

/** Sliders state their range as a schema or in words: "numeric value between 1 and 2048". */
function rangeOf(type: z.infer<typeof parameterSchema>['type']): Parameter['range'] {
  if (type?.minimum !== undefined && type.maximum !== undefined) return [type.minimum, type.maximum];
  const words = /between (-?[\d.]+) and (-?[\d.]+)/.exec(type?.description ?? '');
  return words === null ? null : [Number(words[1]), Number(words[2])];
}

function kindOf(component: string, type: string | undefined, isChoice: boolean): Parameter['kind'] {
  if (component === 'multimodaltextbox') return 'multimodal';
  if (component === 'chatbot') return 'history';
  if (textComponents.has(component)) return 'text';
  if (isChoice || otherComponents.has(component)) return 'other';
  if (type === 'string') return 'text';
  if (type === 'array') return 'history';
  return type === 'number' || type === 'integer' ? 'number' : 'other';
}

import type { JsonObject } from '../http/json-body.ts';

/** An item of the Responses API, of the input or of the output. https://platform.openai.com/docs/api-reference/responses/object */
export type Item = Readonly<JsonObject>;

import type { Task } from '../catalog/types.ts';
import { isUsable, type Step } from './choose.ts';
import type { ModelNode, ProviderNode } from './nodes.ts';
import { tierGroup } from './plan.ts';
import type { Pool } from './pool.ts';
import type { RoutingTable } from './routing-table.ts';

/** What names are looked up in. */
export interface House {
  readonly usable: readonly ProviderNode[];
  readonly pool: Pool;
  readonly table: RoutingTable;
  readonly task: Task;
}

/** A step as the owner writes it: a provider, or a model by any of its names. */
export function stepsNamed(house: House, name: string): Step[] {
  const whole = house.pool.providers.get(name);
  if (whole === undefined) return modelSteps(house, name);
  return isUsable(whole) ? [{ name, group: 0, models: modelsFor(whole, house.task) }] : [];
}

/** An alias, `provider/model`, a family or a model: whoever can serve it, as alternatives. */
export function modelSteps({ usable, pool, table, task }: House, name: string): Step[] {
  const families = table.aliases.get(name);
  if (families !== undefined) return inGroups(families.map((family) => familySteps(usable, family, task)));
  const pinned = pinnedModel(pool, name);
  if (pinned !== null && answers(pinned, task))
    return [{ name: pinned.provider.id, group: 0, models: [pinned] }];
  return familySteps(usable, name, task);
}

/** A provider's models for `auto` in a chat. */
export function chatModels(provider: ProviderNode): ModelNode[] {
  return modelsFor(provider, 'chat');
}

/** A provider's models for `auto`: those that are for the task and granted in its plan, in the catalog's order. */
export function modelsFor(provider: ProviderNode, task: Task): ModelNode[] {
  return [...provider.models.values()].filter(
    ({ model }) => model.purpose === task && model.onlyWhenNamed !== true,
  );
}

/** `provider/model`; the model may hold slashes of its own, and `openai/gpt-oss-120b` is no model of OpenAI's. */
function pinnedModel(pool: Pool, name: string): ModelNode | null {
  const slash = name.indexOf('/');
  if (slash < 0) return null;
  const provider = pool.providers.get(name.slice(0, slash));
  const node = provider?.models.get(name.slice(slash + 1));
  return node !== undefined && isUsable(node.provider) ? node : null;
}

/** Every usable provider that has the family, or a model of exactly that id. */
export function familySteps(usable: readonly ProviderNode[], family: string, task: Task): Step[] {
  const wanted = family.toLowerCase();
  return usable.map((provider) => ({
    name: provider.id,
    group: tierGroup(provider),
    models: [...provider.models.values()].filter(
      (node) =>
        answers(node, task) && (node.model.family === wanted || node.model.id.toLowerCase() === wanted),
    ),
  }));
}

/** A picture, a voice or a vector is no answer to a chat, even when it is asked for by name, and the other way round. */
export function answers({ model }: ModelNode, task: Task): boolean {
  return model.purpose === task || (task === 'chat' && model.purpose === 'moderation');
}

/**
 * Vectors of two models mean nothing to each other: no `auto`, no route, and of an alias only its first family. Which
 * family a name means follows from what is configured, never from who can serve now.
 */
export function vectorSteps({ usable, pool, table, task }: House, name: string): Step[] {
  const pinned = pinnedModel(pool, name);
  if (pinned !== null && answers(pinned, task))
    return [{ name: pinned.provider.id, group: 0, models: [pinned] }];
  const wanted = (table.aliases.get(name)?.[0] ?? name).toLowerCase();
  const known = [...pool.providers.values()]
    .flatMap((provider) => [...provider.models.values()])
    .filter((node) => answers(node, task));
  const isFamily = known.some(({ model }) => model.family === wanted);
  const family = isFamily
    ? wanted
    : known.find(({ model }) => model.id.toLowerCase() === wanted)?.model.family;
  if (family === undefined) return [];
  return inGroups([
    familySteps(usable, family, task).map((step) => ({
      ...step,
      models: step.models.filter(({ model }) => model.family === family),
    })),
  ]);
}

/** Numbers the groups: within one, the quicker and more reliable come first. */
export function inGroups(groups: readonly (readonly Step[])[]): Step[] {
  let group = -1;
  return groups.flatMap((steps) => {
    const filled = steps.filter((step) => step.models.length > 0);
    const base = group + 1;
    const numbered = filled
      .map((step) => ({ ...step, group: base + step.group }))
      .toSorted((a, b) => a.group - b.group);
    group = Math.max(group, ...numbered.map((step) => step.group));
    return numbered;
  });
}

import type { ClientView } from '../../../../src/api/views/client-view.ts';
import { fromLocal, toLocal } from '../../../lib/local-time.ts';

/** A client key as its form has it. */
export interface ClientTexts {
  readonly name: string;
  readonly requests: string;
  readonly tokens: string;
  /** Empty = all. */
  readonly routes: readonly string[];
  /** Typed and not yet in the list. */
  readonly route: string;
  /** null = all. */
  readonly apps: readonly string[] | null;
  /** As the field for date and time has it; '' = never. */
  readonly expires: string;
  /** The date is half written: the field gives '' then too. */
  readonly isHalf: boolean;
}

/** What `POST` and `PATCH /api/clients` take. */
export interface ClientBody {
  readonly name: string;
  readonly limits: { readonly requests_per_minute: number | null; readonly tokens_per_day: number | null };
  readonly routes: readonly string[] | null;
  readonly apps: readonly string[] | null;
  readonly expires_at: string | null;
}

/** Fields that the form can tell to be wrong by itself. */
export type OwnFault = Exclude<ClientField, 'routes'>;

export type ClientField = 'name' | 'requests' | 'tokens' | 'routes' | 'apps' | 'expires';

export function textsOf(client: ClientView | null): ClientTexts {
  return {
    name: client?.name ?? '',
    requests: String(client?.limits.requests_per_minute ?? ''),
    tokens: String(client?.limits.tokens_per_day ?? ''),
    routes: client?.routes ?? [],
    route: '',
    apps: client?.apps ?? null,
    expires: toLocal(client?.expires_at ?? ''),
    isHalf: false,
  };
}

/** Fields that cannot be sent. What else is wrong the gateway says. */
export function faultsOf({ name, requests, tokens, apps, isHalf }: ClientTexts): readonly OwnFault[] {
  const wrong: Record<OwnFault, boolean> = {
    name: name.trim() === '',
    requests: !isWhole(requests),
    tokens: !isWhole(tokens),
    apps: apps?.length === 0,
    expires: isHalf,
  };
  return ownFields.filter((field) => wrong[field]);
}

const ownFields = ['name', 'requests', 'tokens', 'apps', 'expires'] as const;

export function bodyOf(texts: ClientTexts): ClientBody {
  const { name, requests, tokens, apps, expires } = texts;
  const routes = withTyped(texts);
  return {
    name: name.trim(),
    limits: { requests_per_minute: amountOf(requests), tokens_per_day: amountOf(tokens) },
    routes: routes.length === 0 ? null : routes,
    apps,
    expires_at: expires === '' ? null : fromLocal(expires),
  };
}

/** What of `after` differs: an expiry that has passed is not sent again, and not refused. */
export function changesOf(before: ClientBody, after: ClientBody): Partial<ClientBody> {
  const names = Object.keys(after) as (keyof ClientBody)[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name]]),
  );
}

/** The routes with those that are typed, several at once where they are pasted. */
export function withTyped({ routes, route }: Pick<ClientTexts, 'routes' | 'route'>): readonly string[] {
  return [...new Set([...routes, ...route.split(/[\s,;]+/).filter((name) => name !== '')])];
}

/** The field that the gateway's `param` means; null = none of them. */
export function fieldOf(param: string | undefined): ClientField | null {
  switch (param?.replace(/\.\d+$/, '')) {
    case 'name':
      return 'name';
    case 'limits.requests_per_minute':
      return 'requests';
    case 'limits.tokens_per_day':
      return 'tokens';
    case 'routes':
      return 'routes';
    case 'apps':
      return 'apps';
    case 'expires_at':
      return 'expires';
    default:
      return null;
  }
}

function isWhole(text: string): boolean {
  return /^\d{0,15}$/.test(text.trim());
}

function amountOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim());
}

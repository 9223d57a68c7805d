import type { Atomically } from './atomically.ts';
import type { Queries, RouteTable } from './tables.ts';

/** A route as the administrator has changed or made it while running. */
export interface StoredRoute {
  readonly name: string;
  /** Checked by who reads it; null = by the kind of the request. */
  readonly strategy: string | null;
  readonly steps: readonly string[];
  readonly then: readonly string[];
  readonly resume: boolean | null;
  readonly deadlineMs: number | null;
}

export interface RouteRepository {
  /** By name. */
  list(): Promise<readonly StoredRoute[]>;
  /** All of these, or none; one of the same name is replaced. */
  put(routes: readonly StoredRoute[]): Promise<void>;
  /** False = there was none. */
  remove(name: string): Promise<boolean>;
}

export function createRouteRepository(db: Queries, atomically: Atomically): RouteRepository {
  return {
    async list() {
      const rows = await db.selectFrom('routes').selectAll().orderBy('name').execute();
      return rows.map(fromRow);
    },
    async put(routes) {
      atomically(
        routes.map((route) => {
          const { name, ...columns } = toRow(route);
          const row = db.insertInto('routes').values({ name, ...columns });
          return row.onConflict((conflict) => conflict.column('name').doUpdateSet(columns));
        }),
      );
    },
    async remove(name) {
      const { numDeletedRows } = await db.deleteFrom('routes').where('name', '=', name).executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function toRow({ name, strategy, steps, then, resume, deadlineMs }: StoredRoute): RouteTable {
  return {
    name,
    strategy,
    steps: JSON.stringify(steps),
    then_steps: JSON.stringify(then),
    resume: resume === null ? null : Number(resume),
    deadline_ms: deadlineMs,
  };
}

function fromRow({ name, strategy, steps, then_steps, resume, deadline_ms }: RouteTable): StoredRoute {
  return {
    name,
    strategy,
    steps: JSON.parse(steps) as string[],
    then: JSON.parse(then_steps) as string[],
    resume: resume === null ? null : resume === 1,
    deadlineMs: deadline_ms,
  };
}

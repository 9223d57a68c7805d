import type { SimFault, SimFaultStep } from '../sim-spec.ts';

export interface FaultDesk {
  /** The fault of the next call, in the order script, key, model, always. */
  next(key: string, model: string): SimFaultStep | null;
  script(steps: readonly SimFault[]): void;
  always(fault: SimFault | null): void;
  onKey(secret: string, fault: SimFault | null): void;
  onModel(model: string, fault: SimFault | null): void;
}

export function createFaultDesk(): FaultDesk {
  const steps: SimFaultStep[] = [];
  const byKey = new Map<string, SimFaultStep>();
  const byModel = new Map<string, SimFaultStep>();
  let standing: SimFaultStep | null = null;
  return {
    next: (key, model) => steps.shift() ?? byKey.get(key) ?? byModel.get(model) ?? standing,
    script: (more) => void steps.push(...more.map(toStep)),
    always: (fault) => void (standing = fault === null ? null : toStep(fault)),
    onKey: (secret, fault) => set(byKey, secret, fault),
    onModel: (model, fault) => set(byModel, model, fault),
  };
}

function toStep(fault: SimFault): SimFaultStep {
  return typeof fault === 'string' ? { kind: fault } : fault;
}

function set(map: Map<string, SimFaultStep>, name: string, fault: SimFault | null): void {
  if (fault === null) map.delete(name);
  else map.set(name, toStep(fault));
}

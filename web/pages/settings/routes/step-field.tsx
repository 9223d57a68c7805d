import { useId, type ReactNode } from 'react';
import { TextField } from '../../../components/field.tsx';
import { useProviders } from '../../../features/providers.ts';
import { stepOptions } from './step-options.ts';
import { useRoutes } from './use-routes.ts';

export interface StepFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error: string | null;
  /** Only what stays on the owner's machines is offered. */
  readonly isPrivate?: boolean;
  readonly onChange: (value: string) => void;
}

const noNames = { providers: [], families: [], aliases: [] };

/** Whoever may be asked: typed, or chosen from what the browser offers while one types. */
export function StepField({ isPrivate = false, onChange, ...field }: StepFieldProps): ReactNode {
  const id = useId();
  const providers = useProviders().data?.providers ?? [];
  const { names = noNames } = useRoutes().data ?? {};
  return (
    <>
      <TextField
        {...field}
        list={id}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {stepOptions({ providers, names }, isPrivate).map(({ value, label }) => (
          <option key={value} value={value} label={label === '' ? undefined : label} />
        ))}
      </datalist>
    </>
  );
}

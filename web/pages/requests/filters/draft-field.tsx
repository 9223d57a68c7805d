import { useEffect, useRef, useState, type ReactNode } from 'react';
import { TextField } from '../../../components/field.tsx';

export interface DraftFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search';
  readonly maxLength?: number;
  /** Id of a datalist. */
  readonly list?: string;
  /** What holds. */
  readonly value: string;
  /** `replace`: this goes on with what was typed before, and is no step of its own. */
  readonly onCommit: (text: string, how: { readonly replace: boolean }) => void;
}

const typingMs = 350;

/** A text that holds a moment after the last letter, or at once with Enter. */
export function DraftField({ value, onCommit, ...rest }: DraftFieldProps): ReactNode {
  const [draft, setDraft] = useState(value);
  const committed = useRef(value);
  const isOwn = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const commit = (text: string): void => {
    clearTimeout(timer.current);
    if (text.trim() === committed.current) return;
    committed.current = text.trim();
    onCommit(text, { replace: isOwn.current });
    isOwn.current = true;
  };

  useEffect(() => () => clearTimeout(timer.current), []);
  // Changed from elsewhere: a chip was dropped, or somebody went back.
  useEffect(() => {
    if (value === committed.current) return;
    clearTimeout(timer.current);
    committed.current = value;
    isOwn.current = false;
    setDraft(value);
  }, [value]);

  return (
    <TextField
      {...rest}
      spellCheck={false}
      value={draft}
      onChange={({ target }) => {
        setDraft(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => commit(target.value), typingMs);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(draft);
      }}
      onBlur={() => {
        commit(draft);
        isOwn.current = false;
      }}
    />
  );
}

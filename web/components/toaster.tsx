import { createContext, lazy, Suspense, use, useCallback, useState, type ReactNode } from 'react';

export interface ToastMessage {
  readonly text: string;
  readonly tone?: 'good' | 'bad';
  /** Can be taken back: 10 s long, longer while the pointer or the focus is on it. */
  readonly undo?: () => void;
}

type Shown = ToastMessage & { readonly id: number };

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);
/** Loaded with the first message: no page needs it before. */
const Toasts = lazy(async () => ({ default: (await import('./toasts.tsx')).Toasts }));

/** Short messages in the corner, read out; F8 leads to them. */
export function Toaster({ children }: { readonly children: ReactNode }): ReactNode {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [used, setUsed] = useState(false);
  const show = useCallback((message: ToastMessage) => {
    setUsed(true);
    setShown((before) => [...before.slice(-3), { ...message, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const end = useCallback((id: number) => {
    setShown((before) => before.filter((one) => one.id !== id));
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <Suspense fallback={null}>{used && <Toasts shown={shown} onEnd={end} />}</Suspense>
    </ToastContext>
  );
}

/** Shows a message. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

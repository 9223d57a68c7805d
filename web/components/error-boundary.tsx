import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A page that breaks does not take the frame with it. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Broken error={error} />;
  }
}

function Broken({ error }: { readonly error: Error }): ReactNode {
  const { t } = useTranslation();
  return (
    <Notice
      tone="bad"
      title={t('error.page')}
      action={<Button onClick={() => location.reload()}>{t('error.reload')}</Button>}
    >
      {error.message}
    </Notice>
  );
}

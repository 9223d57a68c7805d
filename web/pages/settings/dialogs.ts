import { lazy } from 'react';

// What is opened by hand is loaded then. Each stands in a Suspense without a fallback: it is there in a moment.

export const AddKeyDialog = lazy(async () => ({
  default: (await import('./keys/add-key-dialog.tsx')).AddKeyDialog,
}));

export const EditKeyDialog = lazy(async () => ({
  default: (await import('./keys/edit-key-dialog.tsx')).EditKeyDialog,
}));

export const DeleteKeyDialog = lazy(async () => ({
  default: (await import('./keys/delete-key-dialog.tsx')).DeleteKeyDialog,
}));

export const BulkDialog = lazy(async () => ({
  default: (await import('./bulk/bulk-dialog.tsx')).BulkDialog,
}));

export const OwnProviderDialog = lazy(async () => ({
  default: (await import('./providers/own-provider-dialog.tsx')).OwnProviderDialog,
}));

export const SettingParts = lazy(async () => ({
  default: (await import('./providers/setting-parts.tsx')).SettingParts,
}));

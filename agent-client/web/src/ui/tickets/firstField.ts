// Who opens a form writes in it: its first field has the focus.

import type { Attachment } from "svelte/attachments";

export const firstField: Attachment<HTMLElement> = (form) =>
  form.querySelector<HTMLElement>("textarea, input, select")?.focus();

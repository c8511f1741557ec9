// Scripts of our own, for browsers that let no text be a script's address (Trusted Types). The
// content policy of the server allows one policy of this name.

interface ScriptPolicy {
  createScriptURL(path: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (path: string) => string }): ScriptPolicy;
}

const OWN_SCRIPT = /^\/(?:assets\/[\w.-]+\.js|sw\.js|src\/[\w./?&=-]+)$/;

function checked(path: string): string {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin || !OWN_SCRIPT.test(url.pathname)) {
    throw new Error("not a script of this program");
  }
  return url.href;
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy("jackfield", { createScriptURL: checked });

// The address of one of our scripts, as the browser wants it.
export function trustedScript(path: string): string {
  return (policy ? policy.createScriptURL(path) : checked(path)) as string;
}

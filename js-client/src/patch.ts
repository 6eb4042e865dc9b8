import type { Json, JsonObject } from "./frames.js";

type Sequence = string & readonly Json[];

/**
 * Makes a render from the one before it: "Patches of renders" in PROTOCOL.md. What has not changed is the very same in both.
 *
 * @param patch an object has a patch for each member, or element, that has changed; an array is a value that takes the old
 *   one's place; or nothing, for a member that is gone; or a value, and then any number of times a start and an end in the old
 *   string or array and what follows that
 * @throws where the patch is of another render
 */
export function patched(old: Json | undefined, patch: Json): Json {
  if (Array.isArray(patch)) {
    let made = patch[0] as Sequence;
    for (let i = 1; i < patch.length; i += 3) {
      made = made.concat((old as Sequence).slice(patch[i], patch[i + 1]), patch[i + 2]) as Sequence;
    }
    return made;
  }
  const made = (Array.isArray(old) ? [...old] : { ...(old as JsonObject) }) as Record<string, Json>;
  const parts = Object.entries(patch as JsonObject);
  for (const [name, part] of parts) {
    if ((part as Sequence).length === 0) delete made[name];
    else made[name] = patched(made[name], part);
  }
  return parts.length ? made : (old as Json);
}

/** Tells two renders apart that should be the same: by their numbers, and by the lengths of their strings. */
export function checkOf(value: Json): number {
  return value && typeof value === "object"
    ? Object.values(value).reduce<number>((sum, part) => (Math.imul(sum, 31) + checkOf(part)) | 0, 7)
    : ((value as string)?.length ?? value) | 0;
}

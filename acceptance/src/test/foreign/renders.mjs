// What a render's patch makes of the render before it, and the check of what it makes: "Patches of renders".

const isObject = (value) => typeof value === "object" && value !== null;

/** What a patch makes of a value; throws where it does not apply. */
export function patched(before, patch) {
  if (!Array.isArray(patch)) return withMembers(before, patch);
  if (patch.length === 1) return patch[0];
  return madeAnew(before, patch);
}

function withMembers(before, patch) {
  if (!isObject(before) || !isObject(patch)) throw new Error(`${JSON.stringify(patch)} does not apply`);
  const after = Array.isArray(before) ? [...before] : { ...before };
  for (const [name, one] of Object.entries(patch)) {
    const isNew = !Object.hasOwn(before, name);
    const isGone = Array.isArray(one) && one.length === 0;
    if (isNew ? Array.isArray(before) || one.length !== 1 : isGone && Array.isArray(before)) {
      throw new Error(`The patch of ${name} does not apply`);
    }
    if (isGone) delete after[name];
    else after[name] = patched(before[name], one);
  }
  return after;
}

/** A literal, and then any number of times a range of what was there and another literal. */
function madeAnew(before, [first, ...rest]) {
  const isRight = (literal) =>
    typeof literal === typeof before && Array.isArray(literal) === Array.isArray(before);
  const isOfParts = typeof before === "string" || Array.isArray(before);
  if (!isOfParts || !isRight(first) || rest.length % 3 !== 0) throw new Error("A literal does not apply");
  let after = first;
  for (let i = 0; i < rest.length; i += 3) {
    const [start, end, literal] = rest.slice(i, i + 3);
    if (!(0 <= start && start <= end && end <= before.length && isRight(literal))) {
      throw new Error(`${start} to ${end} of ${before.length} does not apply`);
    }
    after = after.concat(before.slice(start, end), literal);
  }
  return after;
}

/** A signed integer of 32 bits. */
export function checkOf(value) {
  if (typeof value === "string") return value.length;
  if (!isObject(value)) return value | 0;
  return Object.values(value).reduce((sum, one) => (Math.imul(31, sum) + checkOf(one)) | 0, 7);
}

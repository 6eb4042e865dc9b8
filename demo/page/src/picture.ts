/** What the server's view renders and answers; twin of Picture.java and Result.java. */

export interface Picture {
  /** Which table it is: one more at each load. */
  readonly edition: number;
  readonly name: string;
  readonly columns: readonly string[];
  /** How many rows the table has. */
  readonly rows: number;
  /** How many of them the filter lets through. */
  readonly total: number;
  readonly sort: Sort | null;
  readonly filter: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Fingerprint of the order that the rows are in. */
  readonly order: number;
  /** The place of the window's first row. A row's place changes with sort and filter. */
  readonly from: number;
  readonly window: readonly Row[];
  /** Which server has drawn it, empty where there is only one. */
  readonly node: string;
}

export interface Sort {
  readonly column: number;
  readonly descending: boolean;
}

export interface Row {
  /** The row's place in the table, which never changes, and by which an edit names it. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface Edit {
  readonly edition: number;
  readonly row: number;
  readonly column: number;
  readonly value: string;
}

export interface Answer {
  readonly ok: boolean;
  readonly message: string;
}

/** Before the server has said anything. */
export const NO_PICTURE: Picture = {
  edition: 0,
  name: "",
  columns: [],
  rows: 0,
  total: 0,
  sort: null,
  filter: "",
  canUndo: false,
  canRedo: false,
  order: 0,
  from: 0,
  window: [],
  node: "",
};

/** Names the table: pictures of the same key have the same columns. */
export function tableKey({ edition, name, columns }: Picture): string {
  return JSON.stringify([edition, name, columns]);
}

/** Whether the rows are shown in another way, so that the place of before means nothing any more. */
export function isOtherView(one: Picture, other: Picture): boolean {
  const view = (picture: Picture) => JSON.stringify([tableKey(picture), picture.sort, picture.filter]);
  return view(one) !== view(other);
}

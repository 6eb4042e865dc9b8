// Made from the classes of the server; do not edit.

export interface Tree {
  render: Node;
  events: {
    add: [Add, Total];
    "clear all": [null, unknown];
  };
  pushes: {
    toast: string;
  };
}

export interface Node {
  readonly name: string;
  readonly parent: Node | null;
  readonly children: readonly Node[];
  readonly level: "LOW" | "very-high" | null;
  readonly counts: { readonly [key: string]: readonly number[] };
  readonly due: string;
  readonly weights: readonly number[];
  readonly anything: unknown;
  readonly "last-mark": ({ readonly kind: "x" } & Cross) | ({ readonly kind: "TypeScriptTest$Dot" } & Dot);
  readonly marks: readonly (({ readonly kind: "x" } & Cross) | ({ readonly kind: "TypeScriptTest$Dot" } & Dot))[];
  readonly page: PageLevel;
}

export interface Cross {
  readonly size: number;
}

export interface Dot {
  readonly filled: boolean;
}

export interface PageLevel {
  readonly rows: readonly ("LOW" | "very-high")[];
  readonly of: number;
}

export interface Add {
  readonly name: string;
  readonly at: number;
}

export interface Total {
  readonly count: number;
}

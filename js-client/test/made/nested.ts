// Made from the classes of the server; do not edit.

export interface Nested {
  render: Deep;
  events: {
    add: [Item, unknown];
    rate: [Rate, unknown];
    clear: [null, unknown];
    size: [null, unknown];
    move: [Cart, unknown];
    when: [null, unknown];
    gift: [null, unknown];
    change: [Item, unknown];
  };
}

export interface Deep {
  readonly one: ({ readonly outer: "D" } & D) | ({ readonly outer: "E" } & E) | ({ readonly outer: "C" } & C);
  readonly many: readonly (({ readonly outer: "D" } & D) | ({ readonly outer: "E" } & E) | ({ readonly outer: "C" } & C))[];
  readonly named: { readonly [key: string]: ({ readonly outer: "D" } & D) | ({ readonly outer: "E" } & E) | ({ readonly outer: "C" } & C) };
  readonly maybe: ({ readonly outer: "D" } & D) | ({ readonly outer: "E" } & E) | ({ readonly outer: "C" } & C) | null;
  readonly inner: ({ readonly inner: "D" } & D) | ({ readonly inner: "E" } & E);
  readonly result: OkLevel | NotLevel;
}

export interface D {
  readonly d: number;
}

export interface E {
  readonly all: readonly (({ readonly outer: "D" } & D) | ({ readonly outer: "E" } & E) | ({ readonly outer: "C" } & C))[];
}

export interface C {
  readonly c: number;
}

export interface OkLevel {
  readonly value: readonly ["level", "LOW"];
}

export interface NotLevel {
  readonly why: string;
}

export interface Item {
  readonly sku: string;
  readonly count: number;
}

export interface Rate {
  readonly sku: string;
  readonly stars: number;
}

export interface Cart {
  readonly items: readonly Item[];
  readonly ratings: { readonly [key: string]: readonly number[] };
}

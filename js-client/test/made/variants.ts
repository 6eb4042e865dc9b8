// Made from the classes of the server; do not edit.

export interface Variants {
  render: All;
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

export interface All {
  readonly plain: ({ readonly "@type": "TypeScriptVariantsTest$Plain" } & Plain) | ({ readonly "@type": "own" } & Own) | ({ readonly "@type": "listed" } & Listed);
  readonly own: ({ readonly "@type": "TypeScriptVariantsTest$Plain" } & Plain) | ({ readonly "@type": "own" } & Own) | ({ readonly "@type": "listed" } & Listed);
  readonly listed: ({ readonly "@type": "TypeScriptVariantsTest$Plain" } & Plain) | ({ readonly "@type": "own" } & Own) | ({ readonly "@type": "listed" } & Listed);
  readonly simple: ({ readonly is: "Shortly" } & Shortly);
  readonly full: ({ readonly "@class": "dev.livestash.testkit.TypeScriptVariantsTest$Wholly" } & Wholly);
  readonly minimal: ({ readonly "@c": ".TypeScriptVariantsTest$Barely" } & Barely);
  readonly boxed: { readonly "in box": InBox };
  readonly paired: readonly ["pair", InPair];
  readonly existing: ({ readonly kind: "there" } & There);
  readonly deduced: Guess;
  readonly text: readonly ["text", string] | readonly ["level", "LOW"];
  readonly level: readonly ["text", string] | readonly ["level", "LOW"];
  readonly itself: ({ readonly "@type": "own" } & Own);
}

export interface Plain {
  readonly a: number;
}

export interface Own {
  readonly a: number;
}

export interface Listed {
  readonly a: number;
}

export interface Shortly {
  readonly a: number;
}

export interface Wholly {
  readonly a: number;
}

export interface Barely {
  readonly a: number;
}

export interface InBox {
  readonly a: number;
}

export interface InPair {
  readonly a: number;
}

export interface There {
  readonly kind: string;
}

export interface Guess {
  readonly a: number;
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

/**
 * What a view renders, and its events by their names: of each, the handler's argument and its reply.
 *
 * And what it pushes, by the pushes' names.
 *
 * `{ render: Board; events: { add: [Add, Reply]; clear: [null, undefined] }; pushes: { toast: string } }`
 */
export interface ViewTypes {
  readonly render: unknown;
  readonly events: object;
  readonly pushes?: object;
}

/** The types of a view of which nothing is said: any event, any data. */
export interface UntypedView {
  readonly render: unknown;
  readonly events: { readonly [name: string]: readonly [data: unknown, reply: unknown] };
}

/** The names of a view's events. */
export type EventName<V extends ViewTypes> = keyof V["events"] & string;

/** How an event is sent. */
export interface SendOptions {
  /** Not stored, and sent once if the view is live. */
  readonly volatile?: boolean;
}

/** What `send` takes after the event's name. Data that may be null, or is unknown, need not be given. */
export type SendArguments<V extends ViewTypes, N extends EventName<V>> = V["events"][N] extends readonly [
  infer Data,
  unknown,
]
  ? null extends Data
    ? [data?: Data, options?: SendOptions]
    : [data: Data, options?: SendOptions]
  : never;

/** What `onPush` is called with: a name and its data. */
export type PushArguments<V extends ViewTypes> = V extends { readonly pushes: infer P }
  ? { [N in keyof P & string]: [name: N, data: P[N]] }[keyof P & string]
  : [name: string, data: unknown];

/** What the handler of an event replies, unless it does not, or its reply is lost. */
export type ReplyOf<V extends ViewTypes, N extends EventName<V>> = V["events"][N] extends readonly [
  unknown,
  infer Reply,
]
  ? Reply | undefined
  : never;

import { PendingEdits } from "./pending.js";
import { type Edit, NO_PICTURE, type Picture } from "./picture.js";
import { Rows } from "./rows.js";

/** What is drawn in one cell. */
export interface CellText {
  readonly text: string;
  /** The server has not answered the edit yet. */
  readonly pending: boolean;
}

/** What the page knows about the sheet: the newest picture, the rows, and the edits on their way. */
export class Book {
  readonly rows: Rows = new Rows();
  readonly pending: PendingEdits = new PendingEdits();
  picture: Picture = NO_PICTURE;

  take(picture: Picture): void {
    this.picture = picture;
    this.rows.take(picture);
  }

  get isLoaded(): boolean {
    return this.picture.columns.length > 0;
  }

  /** What is in a cell of the present view; undefined while its row is unknown. */
  cell(place: number, column: number): CellText | undefined {
    const row = this.rows.at(place);
    const known = row?.cells[column];
    if (row === undefined || known === undefined) return undefined;
    const typed = this.pending.valueOf({ edition: this.picture.edition, row: row.row, column });
    return { text: typed ?? known, pending: typed !== undefined };
  }

  /** The edit that puts a value into a cell of the present view; undefined while its row is unknown. */
  edit(place: number, column: number, value: string): Edit | undefined {
    const row = this.rows.at(place);
    return row && { edition: this.picture.edition, row: row.row, column, value };
  }
}

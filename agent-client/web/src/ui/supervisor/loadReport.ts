// Reads a report on queues, page by page.

import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { QueueReportRow } from "$proto/report_pb";
import { addDays, intervalOf } from "../../domain/board/report";
import type { ReportQuery } from "../../domain/board/report";
import { beginOfDay } from "../../domain/shared/zone";
import { reportsOf } from "../../transport/board/floor";
import type { BoardServer } from "../../transport/board/server";

const PAGE_ROWS = 5_000;
// A thousand queues over a hundred intervals.
const PAGES_MAX = 20;
const TIMEOUT_MS = 30_000;

// Days are those of `zone`; undefined: of the browser. Null: there is more than can be read, and
// sums of a part would be wrong.
export async function loadQueueReport(
  server: BoardServer,
  query: ReportQuery,
  queue: string,
  zone: string | undefined,
): Promise<readonly QueueReportRow[] | null> {
  const begin = (day: string) => timestampFromMs(beginOfDay(day, zone));
  const request = {
    startTime: begin(query.from),
    endTime: begin(addDays(query.to, 1)),
    interval: intervalOf(query.every),
    queues: queue === "" ? [] : [queue],
    pageSize: PAGE_ROWS,
  };
  const reports = reportsOf(server);
  const rows: QueueReportRow[] = [];
  let pageToken = "";
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await reports.getQueueReport(
      { ...request, pageToken },
      { timeoutMs: TIMEOUT_MS },
    );
    rows.push(...answer.rows);
    pageToken = answer.nextPageToken;
    if (pageToken === "") return rows;
  }
  return null;
}

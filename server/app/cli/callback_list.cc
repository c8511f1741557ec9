#include "server/app/cli/callback_list.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "server/app/cli/csv_reader.h"

namespace jackfield::cli {
namespace {

constexpr int kRowsMax = 1'000;

// Where the columns stand; none: there is no such column.
struct Columns {
  std::optional<std::size_t> number;
  std::optional<std::size_t> customer;
  std::optional<std::size_t> note;
};

std::optional<std::size_t> PlaceOf(const std::vector<std::string>& header,
                                   std::string_view column) {
  const auto found = std::find(header.begin(), header.end(), column);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

std::string CellOf(const CsvRow& row, const std::optional<std::size_t>& place) {
  return place && *place < row.cells.size() ? row.cells[*place] : std::string();
}

tl::unexpected<Error> Wrong(const CsvRow& row, const std::string& what) {
  return Fail(ErrorCode::kInvalidArgument, "line " + std::to_string(row.line) + ": " + what);
}

}  // namespace

Result<v1::ImportCallbackListRequest> ReadCallbackList(std::string_view csv) {
  CsvReader reader;
  reader.Feed(csv);
  reader.Finish();
  const std::optional<CsvRow> header = reader.Next();
  if (!header) return Fail(ErrorCode::kInvalidArgument, "the file is empty");
  if (!header->problem.empty()) return Wrong(*header, header->problem);
  const Columns columns{PlaceOf(header->cells, "number"), PlaceOf(header->cells, "customer"),
                        PlaceOf(header->cells, "note")};
  if (!columns.number) return Wrong(*header, "the header names no column `number`");
  v1::ImportCallbackListRequest request;
  while (const std::optional<CsvRow> row = reader.Next()) {
    if (!row->problem.empty()) return Wrong(*row, row->problem);
    if (request.rows_size() == kRowsMax) return Wrong(*row, "more than 1,000 rows; split the list");
    v1::CallbackListRow& read = *request.add_rows();
    read.set_number(CellOf(*row, columns.number));
    const std::string customer = CellOf(*row, columns.customer);
    if (!customer.empty()) {
      const bool full = customer.find('/') != std::string::npos;
      read.set_customer(full ? customer : "customers/" + customer);
    }
    read.set_note(CellOf(*row, columns.note));
  }
  if (request.rows().empty()) return Fail(ErrorCode::kInvalidArgument, "the file has no rows");
  return request;
}

}  // namespace jackfield::cli

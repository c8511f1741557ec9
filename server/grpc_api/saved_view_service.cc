#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>

#include "jackfield/v1/saved_view_service.grpc.pb.h"

#include "server/grpc_api/audit.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/saved_view_mapping.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/session_mapping.h"
#include "server/ports/clock.h"
#include "server/ports/random.h"
#include "server/ports/saved_views.h"

namespace jackfield::grpc_api {
namespace {

using security::Principal;
using security::Role;

constexpr std::size_t kIdBytes = 16;

bool SharesViews(const Principal& principal) {
  return principal.roles.Meets({Role::kSupervisor, Role::kAdmin});
}

bool MayChange(const Principal& principal, const SavedViewRow& view) {
  return view.shared ? SharesViews(principal) : view.owner == principal.login;
}

v1::SavedView Show(const Principal& principal, const SavedViewRow& row) {
  v1::SavedView view = ToSavedView(row);
  view.set_changeable(MayChange(principal, row));
  return view;
}

std::string DetailOf(const SavedViewRow& view) { return view.shared ? "shared" : "private"; }

Status CheckShares(const Principal& principal, bool shared) {
  if (!shared || SharesViews(principal)) return {};
  return Fail(ErrorCode::kPermissionDenied, "SAVED_VIEW_SHARED",
              "shared views are of supervisors and admins: save a private one");
}

Status CheckEtag(const std::string& etag, const SavedViewRow& view) {
  if (etag.empty() || etag == std::to_string(view.revision)) return {};
  return Fail(ErrorCode::kAborted, "ETAG_MISMATCH",
              "the view was changed meanwhile: list them again");
}

// Thread safety: thread-safe.
class SavedViewServiceImpl final : public v1::SavedViewService::CallbackService {
 public:
  explicit SavedViewServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* ListSavedViews(grpc::CallbackServerContext* context,
                                           const v1::ListSavedViewsRequest*,
                                           v1::ListSavedViewsResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "SavedViewService/ListSavedViews",
        [this, response](const UnaryCallPtr& call) { return List(call, *response); });
  }

  grpc::ServerUnaryReactor* CreateSavedView(grpc::CallbackServerContext* context,
                                            const v1::CreateSavedViewRequest* request,
                                            v1::CreateSavedViewResponse* response) override {
    return parts_.gate.ServeBlocking(context, "SavedViewService/CreateSavedView",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Create(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* UpdateSavedView(grpc::CallbackServerContext* context,
                                            const v1::UpdateSavedViewRequest* request,
                                            v1::UpdateSavedViewResponse* response) override {
    return parts_.gate.ServeBlocking(context, "SavedViewService/UpdateSavedView",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Update(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* DeleteSavedView(grpc::CallbackServerContext* context,
                                            const v1::DeleteSavedViewRequest* request,
                                            v1::DeleteSavedViewResponse* response) override {
    return parts_.gate.ServeBlocking(context, "SavedViewService/DeleteSavedView",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Delete(call, *request, *response);
                                     });
  }

 private:
  Status List(const UnaryCallPtr& call, v1::ListSavedViewsResponse& response) {
    const auto views = views_.ListFor(call->principal().login);
    if (!views) return Fail(views);
    for (const SavedViewRow& view : *views) {
      *response.add_saved_views() = Show(call->principal(), view);
    }
    return {};
  }

  Status Create(const UnaryCallPtr& call, const v1::CreateSavedViewRequest& request,
                v1::CreateSavedViewResponse& response) {
    const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
    if (!claim) return Fail(claim);
    if (*claim == nullptr) return {};
    const Principal& principal = call->principal();
    Result<SavedViewRow> view = RowOf(request.saved_view(), principal.login);
    if (!view) return Fail(view);
    if (const Status may = CheckShares(principal, view->shared); !may) return may;
    view->id = RandomName(parts_.ports.random.Bytes(kIdBytes));
    view->owner = principal.login;
    view->revision = 1;
    view->created = parts_.ports.clock.WallNow();
    view->updated = view->created;
    const Status audited = Audit(
        parts_, call, {"saved_views.create", NameOf("savedViews", view->id), DetailOf(*view)});
    if (!audited) return audited;
    if (const Status added = views_.Add(*view); !added) return added;
    *response.mutable_saved_view() = Show(principal, *view);
    return (*claim)->Keep(response);
  }

  Status Update(const UnaryCallPtr& call, const v1::UpdateSavedViewRequest& request,
                v1::UpdateSavedViewResponse& response) {
    const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
    if (!claim) return Fail(claim);
    if (*claim == nullptr) return {};
    const Principal& principal = call->principal();
    const Result<SavedViewRow> before =
        FindChangeable(principal, "saved_view.name", request.saved_view().name());
    if (!before) return Fail(before);
    if (const Status same = CheckEtag(request.saved_view().etag(), *before); !same) return same;
    const Result<v1::SavedView> merged = Merged(ToSavedView(*before), request);
    if (!merged) return Fail(merged);
    Result<SavedViewRow> view = RowOf(*merged, principal.login);
    if (!view) return Fail(view);
    if (const Status may = CheckShares(principal, view->shared); !may) return may;
    if (!view->shared && before->owner != principal.login) {
      return Fail(ErrorCode::kPermissionDenied, "SAVED_VIEW_OF_ANOTHER",
                  "only " + before->owner + " makes the view private again: save one of your own");
    }
    view->id = before->id;
    view->owner = before->owner;
    view->revision = before->revision + 1;
    view->created = before->created;
    view->updated = parts_.ports.clock.WallNow();
    const Status audited = Audit(
        parts_, call, {"saved_views.update", NameOf("savedViews", view->id), DetailOf(*view)});
    if (!audited) return audited;
    if (const Status replaced = views_.Replace(*view); !replaced) return replaced;
    *response.mutable_saved_view() = Show(principal, *view);
    return (*claim)->Keep(response);
  }

  Status Delete(const UnaryCallPtr& call, const v1::DeleteSavedViewRequest& request,
                v1::DeleteSavedViewResponse& response) {
    const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
    if (!claim) return Fail(claim);
    if (*claim == nullptr) return {};
    const Result<SavedViewRow> view = FindChangeable(call->principal(), "name", request.name());
    if (!view) return Fail(view);
    if (const Status same = CheckEtag(request.etag(), *view); !same) return same;
    const Status audited =
        Audit(parts_, call, {"saved_views.delete", request.name(), DetailOf(*view)});
    if (!audited) return audited;
    if (const Status deleted = views_.Delete(view->id, view->revision); !deleted) return deleted;
    return (*claim)->Keep(response);
  }

  // The view that `field` names, where whoever asks may change it. A private one of somebody else
  // is not found: that there is one says something, too.
  Result<SavedViewRow> FindChangeable(const Principal& principal, const char* field,
                                      const std::string& name) {
    const Result<std::string> id = IdOf(field, "savedViews", name);
    if (!id) return Fail(id);
    Result<SavedViewRow> view = views_.Get(*id);
    if (!view || MayChange(principal, *view)) return view;
    if (const Status may = CheckShares(principal, view->shared); !may) return Fail(may);
    return Fail(ErrorCode::kNotFound, "SAVED_VIEW_NOT_FOUND", "there is no such view");
  }

  const ServiceParts parts_;
  SavedViews& views_ = parts_.ports.saved_views;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSavedViewService(const ServiceParts& parts) {
  return std::make_unique<SavedViewServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api

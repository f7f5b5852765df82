package provider

import (
	"context"
	"maps"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// typeOf finds the description of a resource type.
func (s *server) typeOf(token string) (*cloud.Resource, error) {
	r, err := s.cloud.Type(token)
	if err != nil {
		return nil, status.Error(codes.Unimplemented, err.Error())
	}
	return r, nil
}

// Check fills in names and defaults, and refuses what the SDK's schema or the provider's own checks forbid.
func (s *server) Check(ctx context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	r, err := s.typeOf(request.GetType())
	if err != nil {
		return nil, err
	}
	inputs, secrets, err := readProperties(request.GetNews())
	if err != nil {
		return nil, err
	}
	config, account := instanceOf(ctx).configuration()
	if s.pkg.Prepare != nil {
		inputs = s.pkg.Prepare(config, r, inputs)
	}
	old, _, err := readProperties(request.GetOlds())
	if err != nil {
		return nil, err
	}
	naming := s.naming(request)
	naming.Old = keptName(r, old, request.GetOlds())
	checked, filled, failures := r.CheckInputs(inputs, account, naming)
	if len(failures) > 0 {
		return &pulumirpc.CheckResponse{Failures: failuresOf(failures)}, nil
	}
	written, err := writeProperties(annotate(checked, r.Schema().Inputs, filled), secrets.marks())
	return &pulumirpc.CheckResponse{Inputs: written}, err
}

func (s *server) naming(request *pulumirpc.CheckRequest) cloud.Naming {
	naming := cloud.Naming{URN: request.GetUrn(), Logical: request.GetName(), Generation: s.cloud.Generation(request.GetUrn())}
	if auto := request.GetAutonaming(); auto != nil {
		naming.Disabled = auto.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_DISABLE
		naming.Proposed = auto.GetProposedName()
	}
	return naming
}

// keptName returns the automatic name that the resource has already, which stays as long as the resource does; and a name that the
// user gave, for a type that keeps it.
func keptName(r *cloud.Resource, old cloud.Values, raw *structpb.Struct) string {
	property := r.NamedBy()
	kept := r.Autoname != nil && r.Autoname.Kept
	if property == "" || !kept && !slices.Contains(filledIn(raw), property) {
		return ""
	}
	return old.String(property)
}

// Diff compares old and new inputs.
func (s *server) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	r, err := s.typeOf(request.GetType())
	if err != nil {
		return nil, err
	}
	raw := request.GetOldInputs()
	if raw == nil {
		raw = request.GetOlds()
	}
	old, _, err := readProperties(raw)
	if err != nil {
		return nil, err
	}
	next, _, err := readProperties(request.GetNews())
	if err != nil {
		return nil, err
	}
	state, _, err := readProperties(request.GetOlds())
	if err != nil {
		return nil, err
	}
	changes := cloud.Ignoring(r.Chosen(r.Diff(old, next), state, next), request.GetIgnoreChanges())
	return diffResponse(changes, r.DeletesFirst(next, filledIn(request.GetNews()))), nil
}

// Create makes the object, or tells in a preview what will be known of it.
func (s *server) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	r, err := s.typeOf(request.GetType())
	if err != nil {
		return nil, err
	}
	inputs, secrets, err := readProperties(request.GetProperties())
	if err != nil {
		return nil, err
	}
	if request.GetPreview() {
		written, err := writeProperties(previewed(r.PreviewCreate(inputs, s.options.Shape), s.options.Shape), secrets.marks(r.Secret...))
		return &pulumirpc.CreateResponse{Properties: written}, err
	}
	_, account := instanceOf(ctx).configuration()
	made, err := s.cloud.Create(cloud.Request{Resource: r, URN: request.GetUrn(), Name: request.GetName(), Account: account, Inputs: inputs})
	if err != nil {
		return nil, statusOf(err, secrets)
	}
	written, err := writeProperties(identified(made), secrets.marks(r.Secret...))
	return &pulumirpc.CreateResponse{Id: made.ID, Properties: written}, err
}

// Update changes the object, or tells in a preview what will be known of it.
func (s *server) Update(ctx context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	r, err := s.typeOf(request.GetType())
	if err != nil {
		return nil, err
	}
	inputs, secrets, err := readProperties(request.GetNews())
	if err != nil {
		return nil, err
	}
	old, _, err := readProperties(request.GetOldInputs())
	if err != nil {
		return nil, err
	}
	if request.GetPreview() {
		state, oldSecrets, err := readProperties(request.GetOlds())
		if err != nil {
			return nil, err
		}
		maps.Copy(oldSecrets, secrets)
		written, err := writeProperties(withID(r.PreviewUpdate(state, old, inputs, s.options.Shape), request.GetId()), oldSecrets.marks(r.Secret...))
		return &pulumirpc.UpdateResponse{Properties: written}, err
	}
	_, account := instanceOf(ctx).configuration()
	changed, err := s.cloud.Update(cloud.Request{
		Resource: r, URN: request.GetUrn(), Name: request.GetName(), Account: account, ID: request.GetId(), Inputs: inputs, Old: old,
	})
	if err != nil {
		return nil, statusOf(err, secrets)
	}
	written, err := writeProperties(identified(changed), secrets.marks(r.Secret...))
	return &pulumirpc.UpdateResponse{Properties: written}, err
}

// Read answers the object as the cloud has it now; an empty id says that there is none.
func (s *server) Read(ctx context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	r, err := s.typeOf(request.GetType())
	if err != nil {
		return nil, err
	}
	inputs, secrets, err := readProperties(request.GetInputs())
	if err != nil {
		return nil, err
	}
	_, stateSecrets, err := readProperties(request.GetProperties())
	if err != nil {
		return nil, err
	}
	maps.Copy(stateSecrets, secrets)
	_, account := instanceOf(ctx).configuration()
	found, exists, err := s.cloud.Read(cloud.Request{Resource: r, URN: request.GetUrn(), Name: request.GetName(), Account: account, ID: request.GetId()})
	if err != nil {
		return nil, statusOf(err, stateSecrets)
	}
	if !exists {
		return &pulumirpc.ReadResponse{}, nil
	}
	properties, err := writeProperties(identified(found), stateSecrets.marks(r.Secret...))
	if err != nil {
		return nil, err
	}
	current := r.InputsOf(found.Properties, inputs)
	written, err := writeProperties(annotate(current, r.Schema().Inputs, filledIn(request.GetInputs())), secrets.marks())
	return &pulumirpc.ReadResponse{Id: found.ID, Properties: properties, Inputs: written}, err
}

// Delete removes the object.
func (s *server) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	r, err := s.typeOf(request.GetType())
	if err != nil {
		return nil, err
	}
	_, account := instanceOf(ctx).configuration()
	err = s.cloud.Delete(cloud.Request{Resource: r, URN: request.GetUrn(), Name: request.GetName(), Account: account, ID: request.GetId()})
	if err != nil {
		return nil, statusOf(err, nil)
	}
	return &emptypb.Empty{}, nil
}

// identified are the properties of an object with its id among them, where a bridged provider puts it too: a stack policy has no
// other place to find it.
func identified(object cloud.Result) cloud.Values { return withID(object.Properties, object.ID) }

func withID(properties cloud.Values, id any) cloud.Values {
	result := properties.Clone()
	result["id"] = id
	return result
}

// previewed adds the id that is not known yet.
func previewed(properties cloud.Values, shape cloud.PreviewShape) cloud.Values {
	if shape == cloud.OmittedKeys {
		return properties
	}
	return withID(properties, cloud.Unknown)
}

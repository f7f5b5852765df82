package cloud

// Resource describes one resource type as data. Only Type, Args, State, Kind and ID are always needed.
type Resource struct {
	// Type is the Pulumi type token, for example "aws:ec2/vpc:Vpc".
	Type string
	// Args is a zero value of the SDK's args struct, for example ec2.VpcArgs{}. Names, kinds and required flags of the inputs
	// are read from it. A scalar or object is required when its field is no pointer.
	Args any
	// State is a zero value of the SDK's resource struct, for example ec2.Vpc{}. Names and kinds of the outputs are read from it.
	State any
	// Required names the required inputs whose Go type cannot show it: lists, maps and values of any kind. A path such as
	// "vpcConfig.subnetIds" is required where the object above it is given.
	Required []string

	// Kind is the cloud's own noun, for example "subnet". Types that are views of one noun share it (RouteTable and
	// DefaultRouteTable are both a "route-table"); references name kinds.
	Kind string
	// Noun is how the provider names the resource in its errors, for example "EC2 Subnet". Default: the type token.
	Noun string
	// API names service and operations as they appear in errors.
	API API
	// Global marks a resource that belongs to no region, for example an IAM role.
	Global bool

	// ID is the format of the physical id, for example "vpc-0{hex16}" or "{name}".
	ID Format
	// MakeID makes the id where a Format cannot. It takes precedence over ID.
	MakeID func(*Call) (string, error)
	// ImportID is the format that `pulumi import` takes where it differs from the id, for example "{subnetId}/{routeTableId}".
	ImportID Format
	// Adopt finds the existing object that this resource takes over instead of making one, as DefaultRouteTable does. The
	// object keeps its id and its place in the cloud; deleting the resource only releases the object. The resource's inputs
	// and Outputs are laid over the object's properties before the Create hook runs.
	Adopt func(*Call) (*Object, error)

	// Defaults are inputs that the provider fills in during Check when the user gave none, so that policies see them in
	// preview. Keys are paths: "enableDnsSupport", "vpcConfig.endpointPublicAccess", "ingress[*].self".
	Defaults map[string]any
	// Outputs are what the service sets when the user gave no such input: unknown in the preview of a create, then set. A
	// string is a Format (it may name other properties), anything else is taken as it is. An output that the SDK declares as
	// always present must be here, or be set by Adopt, Create, Update or Read; otherwise the create fails with an error that names it.
	// An optional input is listed here when the service chooses a value for it ("availabilityZone").
	Outputs map[string]any
	// Nested are paths below an input, such as "vpcConfig.vpcId", to what the service adds to an object that the user gives: unknown
	// in the preview of a create where the user says nothing.
	Nested []string
	// ChangesOnUpdate names computed outputs that any update may change ("latestVersion"): unknown in the preview of an update.
	ChangesOnUpdate []string
	// Secret names outputs that are secret always.
	Secret []string

	// Autoname says how a missing name is made up. Default: the input "name", where the SDK has it as an optional string, up to 255 characters.
	Autoname *Autoname

	// ReplaceOn lists the inputs whose change forces replacement: top-level names, or paths such as "vpcConfig.subnetIds"
	// and "rule[*].action". A name covers everything below it.
	ReplaceOn []string
	// ReplaceIf adds inputs to ReplaceOn depending on their values.
	ReplaceIf func(old, next Values) []string
	// DeleteFirst makes every replacement delete the old object before the new one is created.
	DeleteFirst bool
	// Sets lists paths of lists whose order does not matter.
	Sets []string
	// JSON lists paths of strings that hold JSON documents, equal whatever their spacing and order of keys.
	JSON []string
	// Same tells of a value that changed or was not there before, by its path, that the provider sees no change in it.
	Same func(path string, old, next Values) bool

	// Constraints limit single values.
	Constraints []Constraint
	// References lists the properties that hold the id of another object.
	References []Reference
	// Unique lists combinations of properties that no two objects of the kind share within an account and region.
	Unique []Unique
	// Quotas limit how many objects of the kind there may be.
	Quotas []Quota
	// InUse is what AWS answers to a delete while an object blocks it through a Reference with Blocks.
	InUse Refusal
	// NotFound is what AWS answers to a change of an object that is gone. Default: Code "ResourceNotFoundException".
	NotFound Refusal

	// Check adds plan-time checks to the inputs, which may hold Unknown. It does what the real provider does without asking
	// the cloud.
	Check func(*Checking)
	// Create runs when every rule above holds and c.Object is filled. It may refuse, set further properties and make implicit
	// objects with c.Make.
	Create func(*Call) error
	// Update runs after the new inputs were laid over c.Object; c.Old holds the inputs before.
	Update func(*Call) error
	// Read computes properties that other objects determine, on a copy of the object: for a refresh, an import,
	// and the answer to Create and Update. It must answer the same as long as nothing changed.
	Read func(*Call) error
	// Delete runs before the object goes and may refuse or clean up.
	Delete func(*Call) error

	schema  Schema
	mirrors map[string]string
}

// API names a service and its operations as the AWS SDK prints them in errors.
type API struct {
	// Service is the SDK's name of the service: "EC2", "IAM", "KMS", "Route53Resolver".
	Service string
	// Create, Update, Read and Delete are operation names: "CreateVpc". A Create of the form "Put…" or "Set…" overwrites what the same
	// resource has made under the id before: by a creation that its state does not know of, or as what it replaces, whose deletion then
	// takes the new away. The object of another resource would be overwritten without a word as well; that is refused, because
	// two resources would be one object. Where the service does refuse, there is a Unique.
	Create, Update, Read, Delete string
	// Modeled marks a service whose errors are typed exceptions. They print as "Code: text"; the others, EC2 above all, as
	// "api error Code: text".
	Modeled bool
	// Print writes a refusal as the provider does. Default: as the AWS provider.
	Print func(*APIError) string
}

// Autoname is how the provider makes up a physical name: the resource's logical name, "-" and seven hexadecimal digits.
type Autoname struct {
	// Property is the input that takes the name. Empty: the type is not named automatically.
	Property string
	// Max is the longest name in characters; a longer one is refused. Default 255.
	Max int
	// Lower makes the name lower case.
	Lower bool
	// Suffix is appended, for example ".fifo".
	Suffix string
	// Prefix is put in front, for example "alias/".
	Prefix string
	// Plain leaves the digits away: the logical name is the name.
	Plain bool
	// Kept keeps a name that the user gave and gives no more, as the provider does for types of Terraform's newer framework. Otherwise
	// it makes up another.
	Kept bool
}

// Package is one provider: its configuration, resource types and invokes.
type Package struct {
	// Name is the Pulumi package name, for example "aws".
	Name string
	// Version is the provider version that it stands for, for example "6.83.2".
	Version string
	// Config is a zero value of the SDK's provider args struct, for example aws.ProviderArgs{}. Nil admits any configuration.
	Config any
	// Account derives account, region and partition from the provider configuration (nested values are decoded) and refuses
	// what the real provider refuses at Configure. Default: ExampleAccount.
	Account func(config Values) (Account, error)
	// Prepare changes the inputs before Check looks at them, as default tags do. It must return a copy if it changes anything.
	Prepare func(config Values, r *Resource, inputs Values) Values
	// Mirrors are outputs that repeat another property in every type that has both, for example {"tagsAll": "tags"}: known in
	// preview as far as the other is. Where that is absent they are an empty map, and unknown in the preview of a create.
	Mirrors map[string]string
	// Resources are the resource types that can be simulated. Any other is refused by name.
	Resources []Resource
	// Invokes are the functions that can be answered. Any other is refused by name.
	Invokes []Invoke
}

// Account is where a provider instance acts.
type Account struct {
	// ID is the account number, twelve digits.
	ID string
	// Region is the region's name.
	Region string
	// Partition is "aws", "aws-us-gov" or "aws-cn".
	Partition string
}

// ExampleAccount is the account that AWS's documentation uses for examples, in us-east-1.
var ExampleAccount = Account{ID: "111122223333", Region: "us-east-1", Partition: "aws"}

// Invoke describes one provider function.
type Invoke struct {
	// Token is the function's token, for example "aws:index/getRegion:getRegion".
	Token string
	// Args is a zero value of the SDK's plain args struct, or nil where the function takes none.
	Args any
	// Result is a zero value of the SDK's result struct; an answer with an unknown key or a missing required one is a defect
	// of the simulation and is reported as such.
	Result any
	// Answer computes the result. c.Inputs holds the arguments; c.Find and c.Get read the cloud.
	Answer func(c *Call) (Values, error)
}

// Package cloud is a simulated cloud: typed records in one store, created, changed, read and deleted under the rules that
// the real service applies. It knows no service. A service is described as data, one Resource value for each resource type,
// gathered in a Package; what data cannot say goes into a hook of the Resource.
//
// The life of a resource mirrors that of a real provider:
//
//	Check    the inputs have the names and kinds of the SDK's args struct; provider defaults and names are filled in
//	Diff     old and new inputs are compared; ReplaceOn decides between update and replacement
//	Preview  computed outputs are unknown, nothing is asked of the cloud
//	Create   references exist, names are free, quotas hold; then the object exists, with its id and every computed output
//	Read     the object as the cloud has it now, so that drift shows
//	Delete   refused while something depends on the object
//
// A service author writes:
//
//	cloud.Resource{
//		Type:       "aws:ec2/subnet:Subnet",
//		Args:       ec2.SubnetArgs{},
//		State:      ec2.Subnet{},
//		Kind:       "subnet",
//		Noun:       "EC2 Subnet",
//		API:        cloud.API{Service: "EC2", Create: "CreateSubnet", Delete: "DeleteSubnet"},
//		ID:         "subnet-0{hex16}",
//		Outputs:    map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:subnet/{id}", "ownerId": "{account}"},
//		Defaults:   map[string]any{"mapPublicIpOnLaunch": false},
//		ReplaceOn:  []string{"vpcId", "cidrBlock", "availabilityZone"},
//		References: []cloud.Reference{{Path: "vpcId", Kind: "vpc", Blocks: true, Code: "InvalidVpcID.NotFound", Text: "The vpc ID '{value}' does not exist"}},
//		InUse:      cloud.Refusal{Code: "DependencyViolation", Text: "The subnet '{id}' has dependencies and cannot be deleted."},
//		Create:     refuseOverlap,
//	}
//
// The package imports no Pulumi: values are plain Go (Values), and the schema comes from the SDK's structs by reflection.
package cloud

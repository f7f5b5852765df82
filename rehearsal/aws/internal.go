package aws

// Facts that the services keep about an object and that no output of the provider shows.
const (
	// markMain is on the main route table of a VPC.
	markMain = "_main"
	// markDefault is on the default network ACL and security group of a VPC.
	markDefault = "_default"
	// servedObject is on a network interface that AWS made: the id of the object that it serves.
	servedObject = "_servedObject"
	// aclOf is on a subnet: the id of its network ACL. Absent, it is the VPC's default one.
	aclOf = "_networkAclId"
	// networkOf is on an Auto Scaling group: the id of the VPC that its subnets are in.
	networkOf = "_vpcId"
	// changes is on a prefix list: how often it was changed.
	changes = "_changes"
)

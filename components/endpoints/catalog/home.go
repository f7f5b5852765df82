package catalog

// homeUSEast1 is the home of services whose only endpoint service is in us-east-1 and can be used from other regions.
// Other partitions have none that is documented.
func homeUSEast1(r Region) (string, bool) { return "us-east-1", r.Partition == "aws" }

// pricingRegions are the regions with an endpoint service for the price list. It is not among the services that AWS
// lists for access across regions.
var pricingRegions = []string{"us-east-1", "eu-central-1", "ap-south-1", "cn-northwest-1"}

// eksMissing are the regions without an endpoint service for the EKS API, as the EKS user guide lists them.
var eksMissing = []string{"ap-east-2", "ap-southeast-5", "ap-southeast-7", "mx-central-1"}

const bedrockLimited = "Amazon Bedrock and its models are not offered in every region"

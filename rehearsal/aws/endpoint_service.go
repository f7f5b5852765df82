package aws

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// endpointService is an AWS service that offers VPC endpoints. The zero value is a service with an interface endpoint in
// every zone, the private DNS name that follows from its own, and support for endpoint policies.
type endpointService struct {
	// gateway marks the services that have a gateway endpoint beside the interface one.
	gateway bool
	// privateDNS are the private DNS names, with {r} for the Region and {s} for the DNS suffix; empty follows the name.
	privateDNS []string
	// noPolicy marks services whose endpoint takes no policy document.
	noPolicy bool
	// onlyIn limits the service to some Regions; empty means all.
	onlyIn []string
	// missingZones are zone names, by Region, in which the service is not offered.
	missingZones map[string][]string
}

// endpointServices are the services that the simulation knows by the last part of their name. Any other name is answered as
// AWS answers a service that does not exist.
// Sources: PrivateLink guide, "AWS services that integrate"; for zones the report in terraform-aws-vpc issue 462.
var endpointServices = withDefaults([]string{
	"access-analyzer", "acm-fips", "acm-pca", "airflow.api", "airflow.env", "airflow.ops", "application-autoscaling", "application-signals",
	"aps", "aps-workspaces", "athena", "autoscaling", "autoscaling-plans", "backup", "batch", "bedrock", "bedrock-agent", "bedrock-agent-runtime",
	"bedrock-runtime", "cloudcontrolapi", "cloudformation", "cloudhsmv2", "cloudtrail", "codebuild", "codecommit", "codedeploy",
	"codepipeline", "config", "databrew", "datasync", "dms", "ds", "ebs", "ec2", "ec2messages", "ecs", "eks", "eks-fips", "eks-proxy", "elasticache",
	"elasticbeanstalk", "elasticfilesystem", "elasticloadbalancing", "elasticmapreduce", "events", "execute-api", "fis", "fsx", "glue",
	"guardduty", "guardduty-data", "imagebuilder", "inspector2", "kinesis-firehose", "kinesis-streams", "kms", "kms-fips", "lakeformation",
	"lambda", "license-manager", "logs", "monitoring", "mq", "network-firewall", "oam", "polly", "ram", "rds", "rds-data", "redshift",
	"redshift-data", "resource-groups", "rolesanywhere", "rum", "s3-outposts", "sagemaker.api", "sagemaker.runtime", "scheduler",
	"secretsmanager", "securityhub", "servicecatalog", "servicediscovery", "signin", "sns", "sqs", "ssm", "ssm-contacts", "ssm-incidents",
	"ssmmessages", "states", "storagegateway", "sts", "swf", "synthetics", "tagging", "textract", "transcribe", "transcribestreaming",
	"transfer", "translate", "verifiedpermissions", "wafv2", "workspaces", "xray",
}, map[string]endpointService{
	"acm":                       {noPolicy: true},
	"appsync":                   {noPolicy: true},
	"cassandra":                 {},
	"codeartifact.api":          {privateDNS: []string{"codeartifact.{r}.{s}"}},
	"codeartifact.repositories": {privateDNS: []string{"*.d.codeartifact.{r}.{s}"}},
	"dynamodb":                  {gateway: true},
	"ecr.api":                   {},
	"ecr.dkr":                   {privateDNS: []string{"*.dkr.ecr.{r}.{s}"}},
	"ecs-agent":                 {privateDNS: []string{"ecs-a.{r}.{s}"}},
	"ecs-telemetry":             {privateDNS: []string{"ecs-t.{r}.{s}"}},
	"eks-auth":                  {privateDNS: []string{"eks-auth.{r}.api.aws"}},
	"email-smtp":                {missingZones: map[string][]string{"us-east-1": {"us-east-1a", "us-east-1e", "us-east-1f"}}},
	"oidc-eks":                  {privateDNS: []string{"oidc.eks.{r}.{s}", "oidc-eks.{r}.api.aws"}, noPolicy: true},
	"pricing.api":               {onlyIn: []string{"us-east-1", "ap-south-1", "eu-central-1", "cn-northwest-1"}},
	"rum-dataplane":             {privateDNS: []string{"dataplane.rum.{r}.{s}"}},
	"s3":                        {gateway: true, privateDNS: []string{"*.s3.{r}.{s}", "*.s3-accesspoint.{r}.{s}", "*.s3-control.{r}.{s}"}},
	"shield":                    {onlyIn: []string{"us-east-1"}},
	"ecr-public.api":            {onlyIn: []string{"us-east-1"}},
})

// globalServices have one endpoint service for the whole partition, in us-east-1, and no Region in the service name.
var globalServices = map[string]endpointService{
	"com.amazonaws.iam":     {privateDNS: []string{"iam.amazonaws.com"}},
	"com.amazonaws.route53": {privateDNS: []string{"route53.amazonaws.com"}, noPolicy: true},
}

func withDefaults(plain []string, special map[string]endpointService) map[string]endpointService {
	for _, name := range plain {
		special[name] = endpointService{}
	}
	return special
}

// chinesePrefixed are the services whose name in the China Regions begins with "cn.com.amazonaws"; the others keep
// "com.amazonaws". Source: the service names that aws-cdk and eksctl keep for the partition.
var chinesePrefixed = []string{
	"application-autoscaling", "autoscaling", "cloudformation", "ebs", "ec2", "ecr.api", "ecr.dkr", "eks", "elasticache",
	"elasticfilesystem", "fsx", "lambda", "monitoring", "rds", "s3", "sqs", "states", "sts", "transcribe", "xray",
}

// offer is one endpoint service as a Region offers it.
type offer struct {
	endpointService
	name  string
	short string
	// homeRegion is where the service runs: the caller's Region but for global services.
	homeRegion string
}

// findOffer looks up a service name for a caller in a Region.
func findOffer(regionName, serviceName string) (offer, bool) {
	if global, known := globalServices[serviceName]; known && partitionOf(regionName).name == "aws" {
		return offer{global, serviceName, serviceName[strings.LastIndex(serviceName, ".")+1:], "us-east-1"}, true
	}
	_, short, found := strings.Cut(serviceName, "."+regionName+".")
	service, known := endpointServices[short]
	if !found || !known || (len(service.onlyIn) > 0 && !slices.Contains(service.onlyIn, regionName)) {
		return offer{}, false
	}
	if !slices.Contains(serviceNames(regionName, short), serviceName) {
		return offer{}, false
	}
	return offer{service, serviceName, short, regionName}, true
}

// serviceNames returns the full names of a service in a Region. The S3 service of the China Regions has one name for its
// gateway endpoint and another for its interface endpoint.
func serviceNames(regionName, short string) []string {
	standard := fmt.Sprintf("com.amazonaws.%s.%s", regionName, short)
	if partitionOf(regionName).name != "aws-cn" || !slices.Contains(chinesePrefixed, short) {
		return []string{standard}
	}
	if short == "s3" {
		return []string{standard, "cn." + standard}
	}
	return []string{"cn." + standard}
}

// zones returns the names of the zones of a Region in which the service can be reached, sorted.
func (o offer) zones(regionName string) []string {
	all, _ := zonesOf(regionName)
	var names []string
	for _, z := range all {
		if !slices.Contains(o.missingZones[regionName], z.name) {
			names = append(names, z.name)
		}
	}
	return names
}

// privateNames returns the private DNS names that the service's interface endpoint answers in a Region.
func (o offer) privateNames(regionName string) []string {
	suffix := partitionOf(regionName).dnsSuffix
	if len(o.privateDNS) == 0 {
		parts := strings.Split(o.short, ".")
		slices.Reverse(parts)
		return []string{strings.Join(append(parts, regionName, suffix), ".")}
	}
	names := make([]string, len(o.privateDNS))
	for i, name := range o.privateDNS {
		names[i] = strings.NewReplacer("{r}", regionName, "{s}", suffix).Replace(name)
	}
	return names
}

// PrefixList is an AWS-managed list of a service's public ranges, which the routes of gateway endpoints point at.
type PrefixList struct {
	// ID and Name are its own: "pl-6ea54007", "com.amazonaws.eu-central-1.s3".
	ID, Name string
	// Blocks are the ranges.
	Blocks []netip.Prefix
}

// knownPrefixListIDs are ids that AWS publishes in examples and that users meet; every other Region gets a made-up id of the
// same form.
var knownPrefixListIDs = map[string]string{
	"com.amazonaws.us-east-1.s3": "pl-63a5400a", "com.amazonaws.us-east-1.dynamodb": "pl-02cd2c6b",
	"com.amazonaws.us-west-2.s3": "pl-68a54001", "com.amazonaws.us-west-2.dynamodb": "pl-00a54069",
	"com.amazonaws.eu-west-1.s3": "pl-6da54004", "com.amazonaws.eu-west-1.dynamodb": "pl-6fa54006",
	"com.amazonaws.eu-central-1.s3": "pl-6ea54007", "com.amazonaws.eu-central-1.dynamodb": "pl-66a5400f",
}

// PrefixLists returns the AWS-managed prefix lists of a Region. Their ranges are made up within Amazon's own blocks for the
// two services, about as many as the real lists have and in no two of them adjacent.
func PrefixLists(regionName string) []PrefixList {
	var lists []PrefixList
	for _, service := range []struct {
		short  string
		blocks []netip.Prefix
	}{
		{"dynamodb", dynamoDBRanges(regionName)}, {"s3", s3Ranges(regionName)},
	} {
		name := fmt.Sprintf("com.amazonaws.%s.%s", regionName, service.short)
		id, known := knownPrefixListIDs[name]
		if !known {
			id = "pl-" + digest(8, "prefix list", name)
		}
		lists = append(lists, PrefixList{id, name, service.blocks})
	}
	return lists
}

func s3Ranges(regionName string) []netip.Prefix {
	var ranges []netip.Prefix
	for i := range 2 {
		ranges = append(ranges, prefixes(fmt.Sprintf("3.5.%d.0/23", 128*i+4*pick(30, regionName, "s3", fmt.Sprint(i))))...)
	}
	for i := range 5 {
		ranges = append(ranges, prefixes(fmt.Sprintf("52.219.%d.0/24", 50*i+2*pick(20, regionName, "s3", fmt.Sprint(i))))...)
	}
	return ranges
}

func dynamoDBRanges(regionName string) []netip.Prefix {
	return prefixes(fmt.Sprintf("52.94.%d.0/24", 2*pick(60, regionName, "dynamodb")), fmt.Sprintf("52.119.%d.0/22", 240+4*pick(3, regionName, "dynamodb")))
}

package catalog

import (
	"slices"
	"strings"
)

// defaultPrefix begins the name of every endpoint service that no rule says otherwise for.
const defaultPrefix = "com.amazonaws"

// prefixRule says that some services of some regions have another prefix than com.amazonaws. AWS has no scheme for it:
// the lists were compiled from what DescribeVpcEndpointServices returns in those regions (aws-cdk issues 11140 and 16139).
type prefixRule struct {
	regions  []string
	prefix   string
	services []string
}

var prefixRules = []prefixRule{
	{[]string{"cn-north-1", "cn-northwest-1"}, "cn.com.amazonaws", []string{
		"application-autoscaling", "appmesh-envoy-management", "athena", "autoscaling", "backup", "batch", "cassandra",
		"cloudcontrolapi", "cloudformation", "codedeploy-commands-secure", "dms", "ebs", "ec2", "ecr.api", "ecr.dkr", "eks",
		"elasticache", "elasticfilesystem", "emr-containers", "execute-api", "fsx", "imagebuilder", "iot.data",
		"kinesis-streams", "lambda", "license-manager", "monitoring", "rds", "redshift", "redshift-data", "s3-interface",
		"sagemaker.api", "sagemaker.runtime", "securityhub", "servicecatalog", "sqs", "states", "sts", "sync-states",
		"synthetics", "transcribe", "transcribestreaming", "transfer", "xray",
	}},
	{[]string{"cn-northwest-1"}, "cn.com.amazonaws", []string{"account", "polly"}},
	{[]string{"us-iso-east-1", "us-iso-west-1"}, "gov.ic.c2s", []string{
		"autoscaling", "ebs", "ec2", "ecr.api", "ecr.dkr", "elasticfilesystem", "execute-api", "sns", "sqs",
	}},
	{[]string{"us-iso-east-1"}, "gov.ic.c2s", []string{
		"application-autoscaling", "athena", "comprehend", "sagemaker.api", "sagemaker.runtime", "textract", "transcribe",
	}},
	{[]string{"us-iso-west-1"}, "gov.ic.c2s", []string{"monitoring"}},
	{[]string{"us-isob-east-1"}, "gov.sgov.sc2s", []string{
		"application-autoscaling", "autoscaling", "ebs", "ec2", "ecr.api", "ecr.dkr", "elasticfilesystem", "execute-api",
		"sagemaker.api", "sagemaker.runtime", "sns", "sqs",
	}},
	{[]string{"us-isob-west-1"}, "gov.sgov.sc2s", []string{"ecr.api", "ecr.dkr", "execute-api"}},
	{[]string{"us-isof-east-1", "us-isof-south-1"}, "gov.ic.hci.csp", []string{"ebs", "ecr.api", "ecr.dkr", "execute-api"}},
	{[]string{"eu-isoe-west-1"}, "uk.adc-e.cloud", []string{"ebs", "ecr.api", "ecr.dkr", "execute-api"}},
	{[]string{"eusc-de-east-1"}, "eu.amazonaws", []string{"ecr.api", "ecr.dkr", "execute-api", "securityhub"}},
}

// nameSuffixes holds the services whose name in a partition ends in something more.
var nameSuffixes = map[string]map[Service]string{
	"aws-cn": {Transcribe: ".cn"},
}

// ServiceName returns the name to create an endpoint of the service with, in the given region; for a service that lives
// elsewhere it is the name in its home region.
func (e Entry) ServiceName(r Region) string {
	region := e.servedFrom(r)
	name := e.Name
	if name == "" {
		name = string(e.Service)
	}
	parts := []string{e.prefix(region.Name)}
	if !e.Global {
		parts = append(parts, region.Name)
	}
	return strings.Join(append(parts, name), ".") + nameSuffixes[region.Partition][e.Service]
}

// PrivateDNSNames returns the domain names that private DNS of the endpoint answers; "*." stands for one more label. It is
// empty where AWS offers none.
func (e Entry) PrivateDNSNames(r Region) []string {
	if e.NoPrivateDNS {
		return nil
	}
	templates := e.DNS
	if len(templates) == 0 {
		labels := strings.Split(string(e.Service), ".")
		slices.Reverse(labels)
		templates = []string{strings.Join(labels, ".") + ".{region}.{suffix}"}
	}
	region := e.servedFrom(r)
	replace := strings.NewReplacer("{region}", region.Name, "{suffix}", region.Suffix, "{dual}", region.DualStackSuffix)
	names := make([]string, len(templates))
	for i, t := range templates {
		names[i] = replace.Replace(t)
	}
	return names
}

// servedFrom is the region whose name is part of the service's names.
func (e Entry) servedFrom(r Region) Region {
	if home, cross := e.HomeRegion(r); cross {
		r.Name = home
	}
	return r
}

func (e Entry) prefix(region string) string {
	if e.Vendor != "" {
		return e.Vendor
	}
	for _, rule := range prefixRules {
		if slices.Contains(rule.regions, region) && slices.Contains(rule.services, string(e.Service)) {
			return rule.prefix
		}
	}
	return defaultPrefix
}

// Package catalog is what is known of the AWS services that can be reached through VPC endpoints: their names in each
// partition, their private DNS names, ports, prices and gaps. It is data, with pure functions over it.
package catalog

// Service names an endpoint service as AWS does after the region, for example "ecr.api". The interface variants of the two
// services that also have a gateway endpoint are "s3-interface" and "dynamodb-interface".
type Service string

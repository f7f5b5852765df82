package emulator

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// ec2 asks moto's EC2 as EKS asks EC2 inside AWS.
func (e *eksCall) ec2(action string, parameters url.Values, into any) *refused {
	parameters.Set("Action", action)
	parameters.Set("Version", "2016-11-15")
	body := []byte(parameters.Encode())
	request := e.request.Clone(e.request.Context())
	request.Method, request.URL = http.MethodPost, &url.URL{Path: "/"}
	request.Header = http.Header{
		"Content-Type":  {"application/x-www-form-urlencoded; charset=utf-8"},
		"Authorization": {fmt.Sprintf("AWS4-HMAC-SHA256 Credential=EKS/20250101/%s/ec2/aws4_request, SignedHeaders=host, Signature=none", e.region)},
	}
	request.Host = "ec2." + e.region + ".amazonaws.com"
	request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	a, err := e.ask(request, body)
	if err != nil {
		return refuse(http.StatusInternalServerError, "ServerException", "%v", err)
	}
	if a.status != http.StatusOK {
		return eksInvalid("EC2 refused %s: %s", action, a.body)
	}
	if err := xml.Unmarshal(a.body, into); err != nil {
		return refuse(http.StatusInternalServerError, "ServerException", "read EC2's answer to %s: %v", action, err)
	}
	return nil
}

// lookUpSubnets finds the VPC and the zones of subnets, which must all be in one VPC.
func (e *eksCall) lookUpSubnets(ids []any) (vpc string, zones map[string]bool, no *refused) {
	if len(ids) == 0 {
		return "", nil, eksInvalid("subnetIds: at least one is needed")
	}
	parameters := url.Values{}
	for i, id := range ids {
		parameters.Set(fmt.Sprintf("SubnetId.%d", i+1), id.(string))
	}
	var found struct {
		Subnets []struct {
			VPC  string `xml:"vpcId"`
			Zone string `xml:"availabilityZone"`
		} `xml:"subnetSet>item"`
	}
	if no := e.ec2("DescribeSubnets", parameters, &found); no != nil {
		return "", nil, no
	}
	zones = map[string]bool{}
	for _, subnet := range found.Subnets {
		if vpc != "" && vpc != subnet.VPC {
			return "", nil, eksInvalid("Subnets must be in one VPC, got %s and %s", vpc, subnet.VPC)
		}
		vpc, zones[subnet.Zone] = subnet.VPC, true
	}
	return vpc, zones, nil
}

// makeSecurityGroup makes the cluster's own group, as EKS does.
func (e *eksCall) makeSecurityGroup(name, vpc string) (string, *refused) {
	var made struct {
		ID string `xml:"groupId"`
	}
	no := e.ec2("CreateSecurityGroup", url.Values{
		"GroupName": {name}, "VpcId": {vpc}, "GroupDescription": {"EKS created security group applied to ENI that is attached to EKS Control Plane master nodes"},
	}, &made)
	return strings.TrimSpace(made.ID), no
}

// dropSecurityGroup removes it again. EKS leaves a group that something still uses, and so does this.
func (e *eksCall) dropSecurityGroup(id string) {
	var ignored struct{}
	_ = e.ec2("DeleteSecurityGroup", url.Values{"GroupId": {id}}, &ignored)
}

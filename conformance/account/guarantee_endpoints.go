package account

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// endpoints: none has the default policy, which allows everything to everyone.
func (l *look) endpoints(ctx context.Context) error {
	out, err := l.account.ec2.DescribeVpcEndpoints(ctx, &ec2.DescribeVpcEndpointsInput{})
	if err != nil {
		return fmt.Errorf("describe endpoints: %w", err)
	}
	for _, endpoint := range out.VpcEndpoints {
		if !l.mine(endpoint.VpcId) {
			continue
		}
		l.saw("endpoints", 1)
		open, err := allowsEverything(aws.ToString(endpoint.PolicyDocument))
		switch {
		case err != nil:
			l.breach("the policy of endpoint %s cannot be read: %w", aws.ToString(endpoint.VpcEndpointId), err)
		case open:
			l.breach("endpoint %s of %s allows everything to everyone", aws.ToString(endpoint.VpcEndpointId), aws.ToString(endpoint.ServiceName))
		}
	}
	return nil
}

// allowsEverything finds a statement that allows every action on every resource without a condition. No policy is AWS's
// default, which is that.
func allowsEverything(document string) (bool, error) {
	if document == "" {
		return true, nil
	}
	var policy struct {
		Statement []struct {
			Effect           string
			Action, Resource any
			Condition        map[string]any
		}
	}
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		return false, err
	}
	for _, s := range policy.Statement {
		if s.Effect == "Allow" && len(s.Condition) == 0 && everything(s.Action) && everything(s.Resource) {
			return true, nil
		}
	}
	return false, nil
}

func everything(value any) bool {
	switch v := value.(type) {
	case string:
		return v == "*"
	case []any:
		for _, element := range v {
			if element == "*" {
				return true
			}
		}
	}
	return false
}

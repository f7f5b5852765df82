package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/stacks"
)

type artifactsCommand struct {
	Manifest manifestCommand        `cmd:"" help:"List what has to be in the artifact bucket of a stack, with hashes, as JSON."`
	Verify   verifyArtifactsCommand `cmd:"" help:"Compare the files in a directory or a bucket with the manifest. Exit codes: 0 all intact, 1 something is missing or differs, 2 not all could be read."`
}

type manifestCommand struct {
	stackArguments
}

// Run prints the manifest of a stack.
func (c *manifestCommand) Run(env *environment) error {
	stack, err := c.check()
	if err != nil {
		return err
	}
	manifest, err := stack.Artifacts()
	if err != nil {
		return err
	}
	return printJSON(env.out, manifest)
}

type verifyArtifactsCommand struct {
	Where string `arg:"" help:"Directory, or s3://BUCKET, which is read with the credentials of the AWS CLI."`

	Stack    string `help:"Take the manifest of this stack." xor:"manifest" group:"Manifest, one of:" placeholder:"STACK"`
	Manifest string `help:"Take the manifest from this file: what cloudgap artifacts manifest or the stack's output has." xor:"manifest" group:"Manifest, one of:" placeholder:"FILE" type:"existingfile"`
	Project  string `help:"Directory with Pulumi.yaml and the stack files." default:"." type:"existingdir"`
	Region   string `help:"Region of the bucket. Default: that of the stack, or of the AWS CLI."`
	JSON     bool   `name:"json" help:"Print what became of each file as JSON."`
}

// Validate wants one of the two flags. To the library that reads the command line each would have to be required, and its help says
// that both are.
func (c *verifyArtifactsCommand) Validate() error {
	if c.Stack == "" && c.Manifest == "" {
		return errors.New("no manifest is named, got neither --stack nor --manifest; name one of them")
	}
	return nil
}

// Run compares every file with the manifest. One that is missing or differs is a failure.
func (c *verifyArtifactsCommand) Run(env *environment) error {
	manifest, region, err := c.manifest()
	if err != nil {
		return err
	}
	source, err := c.source(env, region)
	if err != nil {
		return err
	}
	done := 0
	list, err := manifest.Judge(env.ctx, source, func(j artifacts.Judgement) {
		done++
		env.progress.Printf("%d/%d %s %s\n", done, len(manifest.Artifacts), j.State, j.Key)
	})
	if err != nil {
		return err
	}
	if c.JSON {
		if err := printJSON(env.out, map[string]any{"artifacts": list}); err != nil {
			return err
		}
	}
	if err := artifacts.Problems(list); err != nil {
		return &failure{err}
	}
	if !c.JSON {
		env.out.Printf("%d artifacts are intact\n", len(list))
	}
	return nil
}

func (c *verifyArtifactsCommand) manifest() (manifest artifacts.Manifest, region string, err error) {
	if c.Manifest == "" {
		var stack *stacks.Environment
		if stack, err = (stackArguments{Stack: c.Stack, Project: c.Project}).check(); err != nil {
			return manifest, "", err
		}
		manifest, err = stack.Artifacts()
		return manifest, stack.Region, err
	}
	data, err := os.ReadFile(c.Manifest)
	if err != nil {
		return manifest, "", fmt.Errorf("read the manifest: %w", err)
	}
	if manifest, err = artifacts.ParseManifest(data); err != nil {
		return manifest, "", fmt.Errorf("%s: %w", c.Manifest, err)
	}
	return manifest, "", nil
}

func (c *verifyArtifactsCommand) source(env *environment, region string) (artifacts.Source, error) {
	bucket, isBucket := strings.CutPrefix(c.Where, "s3://")
	if !isBucket {
		info, err := os.Stat(c.Where)
		if err == nil && !info.IsDir() {
			err = errors.New("it is no directory")
		}
		if err != nil {
			return nil, fmt.Errorf("look for the artifacts in %s: %w", c.Where, err)
		}
		return artifacts.Directory(c.Where), nil
	}
	if c.Region != "" {
		region = c.Region
	}
	sdk, err := config.LoadDefaultConfig(env.ctx, config.WithRegion(region))
	if err != nil {
		return nil, fmt.Errorf("set up the AWS SDK: %w", err)
	}
	return awsworld.Bucket{Client: s3.NewFromConfig(sdk), Name: strings.TrimSuffix(bucket, "/")}, nil
}

func printJSON(out *term.Writer, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	out.Printf("%s\n", data)
	return nil
}

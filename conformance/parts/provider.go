package parts

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

const providerRemedy = "get it with: terraform providers mirror DIR (for hashicorp/aws " + ProviderVersion +
	"), then set CLOUDGAP_TERRAFORM_PROVIDER_AWS to the file, or TF_CLI_CONFIG_FILE to a configuration that names DIR as filesystem_mirror"

// AWSProvider finds the terraform-provider-aws binary of ProviderVersion: the file that CLOUDGAP_TERRAFORM_PROVIDER_AWS names,
// or the first of that file name below Terraform's own mirrors and caches and the usual plugin roots.
func AWSProvider() (string, error) {
	if named := os.Getenv("CLOUDGAP_TERRAFORM_PROVIDER_AWS"); named != "" {
		if executable(named) {
			return named, nil
		}
		return "", &Missing{"terraform-provider-aws " + ProviderVersion, []string{"CLOUDGAP_TERRAFORM_PROVIDER_AWS=" + named}, providerRemedy}
	}
	roots := pluginRoots()
	for _, root := range roots {
		if found := searchPlugin(root); found != "" {
			return found, nil
		}
	}
	return "", &Missing{
		"terraform-provider-aws " + ProviderVersion,
		append([]string{"CLOUDGAP_TERRAFORM_PROVIDER_AWS"}, roots...),
		providerRemedy,
	}
}

// pluginRoots lists the folders where a provider binary may lie, the most deliberate first: what the Terraform CLI
// configuration names, the plugin cache, the folders that Terraform searches by itself, and /opt/tf-plugins and its like.
func pluginRoots() []string {
	home, _ := os.UserHomeDir()
	configuration := os.Getenv("TF_CLI_CONFIG_FILE")
	if configuration == "" {
		configuration = filepath.Join(home, ".terraformrc")
	}
	text, _ := os.ReadFile(configuration) // Absent: Terraform goes on without it too.
	roots := mirrorsIn(string(text))
	if cache := os.Getenv("TF_PLUGIN_CACHE_DIR"); cache != "" {
		roots = append(roots, cache)
	}
	roots = append(roots,
		filepath.Join(home, ".terraform.d", "plugins"),
		filepath.Join(home, ".local", "share", "terraform", "plugins"),
		"/usr/local/share/terraform/plugins",
		"/usr/share/terraform/plugins",
	)
	inOpt, _ := filepath.Glob("/opt/t*f*-plugins*")
	return append(roots, inOpt...)
}

var (
	mirrorBlock = regexp.MustCompile(`filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"`)
	cacheLine   = regexp.MustCompile(`(?m)^\s*plugin_cache_dir\s*=\s*"([^"]+)"`)
)

// mirrorsIn reads the filesystem mirrors and the plugin cache out of a Terraform CLI configuration.
func mirrorsIn(configuration string) []string {
	var dirs []string
	for _, pattern := range []*regexp.Regexp{mirrorBlock, cacheLine} {
		for _, match := range pattern.FindAllStringSubmatch(configuration, -1) {
			dirs = append(dirs, os.ExpandEnv(match[1]))
		}
	}
	return dirs
}

// deepestPlugin is the depth of a binary below a mirror: host, namespace, type, version, platform, file; one more for luck.
const deepestPlugin = 7

func searchPlugin(root string) string {
	var found string
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir // Unreadable or absent: nothing to find there.
		}
		below := strings.Count(strings.TrimPrefix(path, root), string(filepath.Separator))
		if entry.IsDir() && below >= deepestPlugin {
			return fs.SkipDir
		}
		name := strings.TrimSuffix(entry.Name(), ".exe")
		if strings.HasPrefix(name, "terraform-provider-aws_v"+ProviderVersion) && executable(path) && forThisPlatform(path) {
			found = path
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// forThisPlatform is false for a binary in another platform's folder of a mirror.
func forThisPlatform(path string) bool {
	folder := filepath.Base(filepath.Dir(path))
	system, architecture, ok := strings.Cut(folder, "_")
	if !ok || len(system) > len("windows") {
		return true
	}
	return system == runtime.GOOS && architecture == runtime.GOARCH
}

"""Every figure that the project quotes, one command each; ratios against floors and peers measured in the same run."""
